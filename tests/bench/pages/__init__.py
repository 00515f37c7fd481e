"""What an agent waits for in the browser, by the browser's own timings."""
