"""What the API answers of teams, and of what their issues may carry."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ..linear.estimates import estimates_of
from ..linear.types import TeamEntities
from .answers import Answer, LabelSerializer, NamedSerializer, PersonSerializer, StateSerializer


class TeamSerializer(Answer):
    """A team."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    key = serializers.CharField()
    workspace_id = serializers.UUIDField()


class TeamMemberSerializer(PersonSerializer):
    """A person whom an issue of the team can be assigned to."""

    email = serializers.CharField()


class ProjectSerializer(NamedSerializer):
    """A project of the team."""

    color = serializers.CharField()


class CycleSerializer(Answer):
    """A cycle that isn't over."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    name = serializers.CharField(allow_null=True)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class EstimateSerializer(Answer):
    """An estimate that an issue may carry; `name` is what Linear shows, such as `XL` for 8."""

    value = serializers.IntegerField()
    name = serializers.CharField()


class TeamEntitiesSerializer(Answer):
    """What a new issue of the team may carry, each list complete."""

    users = TeamMemberSerializer(many=True)
    projects = ProjectSerializer(many=True)
    states = StateSerializer(many=True)
    labels = LabelSerializer(many=True)
    cycles = CycleSerializer(many=True)
    templates = NamedSerializer(many=True, help_text="Of the team and of the workspace.")
    default_template = NamedSerializer(
        allow_null=True, help_text="Which one Linear begins with in this team."
    )
    issue_estimation_type = serializers.CharField(
        source="team.issue_estimation_type",
        help_text="`notUsed`, `exponential`, `fibonacci`, `linear` or `tShirt`",
    )
    estimates = serializers.SerializerMethodField()

    @extend_schema_field(EstimateSerializer(many=True))
    def get_estimates(self, entities: TeamEntities) -> Any:
        """Return the team's scale, the smallest first; empty where estimates aren't used."""
        return EstimateSerializer(estimates_of(entities.team), many=True).data
