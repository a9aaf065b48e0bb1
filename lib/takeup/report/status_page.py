"""The project status page: what matters first, in the order of the leader's questions."""

from __future__ import annotations

from takeup.render.blocks import Block, Figure, KeyValue, Table, Text
from takeup.report import goals, progress, status_lights, status_project
from takeup.report.data import PageData


class StatusReport:
    """The status of the project in one month, block by block."""

    def __init__(self, data: PageData) -> None:
        self._data = data

    def head(self) -> KeyValue:
        """Project, who leads it and takes part, dates."""
        return status_project.head(self._data)

    def judgement(self) -> Text:
        """One sentence on the whole project, with its reasons and the next decision."""
        return status_lights.judgement(self._data)

    def decisions(self) -> Block:
        """Who decides what until when."""
        return status_project.decisions(self._data)

    def lights(self) -> Table:
        """Light, trend and reason of every aspect."""
        return status_lights.table(self._data)

    def rules(self) -> Table:
        """The rules of the lights."""
        return status_lights.rules(self._data)

    def then_and_now(self) -> Block:
        """What was frozen beside what the data say now."""
        return status_lights.then_and_now(self._data)

    def statement(self) -> Text:
        """State of the project in the leader's words."""
        return status_project.statement(self._data)

    def goal(self) -> KeyValue:
        """What the project is for, and what it does."""
        return status_project.goal(self._data)

    def progress(self) -> Text:
        """What the leader says and what was measured to change."""
        return progress.progress(self._data)

    def outlook(self) -> Text:
        """Where the project will stand at its end."""
        return goals.summary(self._data)

    def use(self) -> Figure:
        """Use against its path, with the forecast."""
        return goals.use(self._data)

    def uniformity(self) -> Figure:
        """Uniformity against its path, with the forecast."""
        return goals.uniformity(self._data)

    def components(self) -> Table:
        """Ticked components one by one, with their forecasts."""
        return goals.components(self._data)

    def milestones(self) -> Table:
        """Milestones: plan, forecast, actual."""
        return status_project.milestones(self._data)

    def risks(self) -> Table:
        """Risks with owner, measure and due date."""
        return status_project.risks(self._data)
