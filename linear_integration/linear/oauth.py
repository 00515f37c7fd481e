"""OAuth 2.0 with Linear: the consent address, and what is exchanged for what.

https://linear.app/developers/oauth-2-0-authentication
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
from pydantic import TypeAdapter

from linear_integration.linear.errors import InvalidInput
from linear_integration.linear.sentences import gettext_noop
from linear_integration.linear.tokens import Tokens, raise_unless_void, read_tokens
from linear_integration.linear.transport import shared_transport

with warnings.catch_warnings():
    # Authlib wants httpx2 and says so at import; the way over is this import and httpx's own.
    from authlib.deprecate import AuthlibDeprecationWarning  # type: ignore[import-untyped]

    warnings.filterwarnings("ignore", "The httpx module", category=AuthlibDeprecationWarning)
    from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]

Actor = Literal["app", "user"]


@dataclass(frozen=True)
class OAuthApplication:
    """Our application as it is registered with Linear.

    `authorize_url` is the whole address of the consent page, `api_url` the API's base. Without a
    `client_secret` only the code verifier stands for us (a public client).
    """

    client_id: str
    client_secret: str = field(repr=False)
    authorize_url: str
    api_url: str

    def authorize_url_for(
        self,
        redirect_uri: str,
        state: str,
        scopes: Sequence[str],
        actor: Actor,
        code_verifier: str,
    ) -> str:
        """Return the address of the page where a person consents."""
        url, _ = self._client().create_authorization_url(
            self.authorize_url,
            state=state,
            code_verifier=code_verifier,
            redirect_uri=redirect_uri,
            scope=",".join(scopes),
            prompt="consent",
            actor=actor,
        )
        return str(url)

    def exchange(self, code: str, redirect_uri: str, code_verifier: str) -> Tokens:
        """Exchange the code that came back from the consent page; Reauthorize if it is spent."""
        return self._fetch(
            "authorization_code",
            code=code,
            redirect_uri=redirect_uri,
            code_verifier=code_verifier,
        )

    def refresh(self, refresh_token: str) -> Tokens:
        """Exchange a refresh token for a new pair; Reauthorize if Linear says invalid_grant.

        After a lost answer the same call may be repeated: for 30 minutes Linear answers it with
        the same new pair.
        """
        return self._fetch("refresh_token", refresh_token=refresh_token)

    def revoke(self, token: str, token_type_hint: Literal["access_token", "refresh_token"]) -> None:
        """Make a token void; one that is void already counts as done."""
        response = self._client().revoke_token(
            self._address("revoke"), token=token, token_type_hint=token_type_hint
        )
        raise_unless_void(response)

    def _fetch(self, grant_type: str, **parameters: str) -> Tokens:
        for name, value in parameters.items():
            if not (value.isascii() and value.isprintable()):  # RFC 6749, appendix A
                problem = gettext_noop("Linear never made such a code.")
                raise InvalidInput(problem, fields={name: ["invalid"]})
        client = self._client()
        # Ours before Authlib's reading of the answer, which doesn't know 429 from a refusal.
        client.register_compliance_hook("access_token_response", _checked)
        answer = client.fetch_token(self._address("token"), grant_type=grant_type, **parameters)
        tokens: Tokens = TypeAdapter(Tokens).validate_python(dict(answer))
        return tokens

    def _address(self, name: str) -> str:
        return f"{self.api_url.rstrip('/')}/oauth/{name}"

    def _client(self) -> Any:
        # A client a call, on the shared connections; never closed, since that would close them.
        # The secret goes into the form: at /oauth/revoke, Linear has taken an Authorization
        # header for the token that is to be revoked.
        how = "client_secret_post" if self.client_secret else "none"
        return OAuth2Client(
            self.client_id,
            self.client_secret,
            token_endpoint_auth_method=how,
            revocation_endpoint_auth_method=how,
            code_challenge_method="S256",
            transport=shared_transport(),
            trust_env=False,
        )


def _checked(response: httpx.Response) -> httpx.Response:
    read_tokens(response)
    return response
