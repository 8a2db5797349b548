"""The lines under the menu: one sentence, the job that runs, work found after a crash.

Knows how a job is shown; not what the sentences say.
"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.gui.messages import JobLine, MessageLine
from matrix_designer.gui.panels.recovery import RecoveryPanel
from matrix_designer.gui.theme import Theme
from matrix_designer.session.jobs import Job


class Notices(QWidget):
    """Sentences, progress and recovery, one under the other; each shows when it has to."""

    def __init__(self, theme: Theme, desk: JobDesk) -> None:
        """Follow the jobs of a desk."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._desk = desk
        self._job: Job[object] | None = None
        self.messages = MessageLine(theme)
        self._job_line = JobLine(theme)
        self.recovery = RecoveryPanel(theme)
        for line in (self.messages, self._job_line, self.recovery):
            column.addWidget(line)
        desk.job_changed.connect(self._on_job_changed)
        self._job_line.cancel_requested.connect(desk.cancel)

    def _on_job_changed(self, job: object) -> None:
        self._job_line.hide()
        self._job = None
        if isinstance(job, Job):
            self._job_line.set_cancellable(is_cancellable=self._desk.can_cancel)
            self._job = job
            self._job_line.begin(job.title)
            job.progressed.connect(self._on_progressed)
            job.became_slow.connect(self._job_line.show)

    def _on_progressed(self, text: str, part: float) -> None:
        lines = 0 if self._job is None else self._job.lines
        self._job_line.show_progress(text, part, lines)
