from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from arbeidspact.indicators import InvalidFile
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Role
from arbeidspact.pathways.actions import adopt_template, finish_step, undo_adoption
from arbeidspact.pathways.commands import AdoptedStep, AdoptTemplate, FinishStep, UndoAdoption
from arbeidspact.pathways.models import Adoption, Goal, PlanEvent, PlanEventKind, Step
from arbeidspact.pathways.plan_templates import (
    OWN_FILE,
    PlanTemplate,
    current_templates,
    proposed_steps,
    read_templates,
    template_called,
)
from arbeidspact.pathways.queries import plan_of
from arbeidspact.people.access import PersonFile
from tests.organisations.factories import actor_with

MONDAY = date(2026, 11, 23)


def template(slug: str = "newcomer") -> PlanTemplate:
    found = template_called(slug)
    assert found is not None
    return found


def adopting(file: PersonFile, slug: str = "newcomer", **values: Any) -> AdoptTemplate:
    """The template as it is proposed from today on, adopted as it stands."""
    chosen = template(slug)
    steps = proposed_steps(chosen, timezone.localdate(), sees_sensitive=file.sees_sensitive)
    as_proposed = {
        "template": slug,
        "starts_on": timezone.localdate(),
        "steps": tuple(
            AdoptedStep(place=step.place, what=step.what, owner=step.owner, due_on=step.due_on)  # type: ignore[arg-type]
            for step in steps
            if step.is_chosen
        ),
        "goals": {goal.slug: goal.words.nl for goal in chosen.goal},
    }
    return AdoptTemplate(**{**as_proposed, **values})


class TestTheFile:
    def test_the_product_brings_a_plan_for_each_of_five_situations(self):
        assert [one.slug for one in read_templates(OWN_FILE)] == [
            "newcomer",
            "young-without-diploma",
            "return-after-illness",
            "closing-company",
            "one-parent-family",
        ]

    def test_every_template_has_goals_and_steps_that_can_be_chosen(self):
        for one in current_templates():
            assert one.goal
            assert sum(step.chosen for step in one.step) >= 3

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            pytest.param(('goal = "dutch"', 'goal = "french"'), "french is not known", id="no such goal"),
            pytest.param(('slug = "newcomer"', 'slug = "one-parent-family"'), "stands 2 times", id="twice"),
            pytest.param(('domain = "language"', 'domain = "sports"'), "not possible here", id="no domain"),
            pytest.param(("after_days = 14", "after_days = -1"), "greater than or equal to 0", id="before the start"),
            pytest.param(("Inschrijven bij VDAB", "x" * 201), "is too long", id="too long for a step"),
        ],
    )
    def test_a_wrong_file_names_every_problem(self, tmp_path: Path, change: tuple[str, str], says: str):
        path = tmp_path / "plans.toml"
        path.write_text(OWN_FILE.read_text(encoding="utf-8").replace(*change), encoding="utf-8")

        with pytest.raises(InvalidFile, match=says):
            read_templates(path)

    def test_days_count_from_the_start_and_a_weekend_becomes_the_monday_after_it(self):
        steps = proposed_steps(template("return-after-illness"), MONDAY, sees_sensitive=False)
        from_saturday = proposed_steps(template("return-after-illness"), date(2026, 11, 21), sees_sensitive=False)
        from_sunday = proposed_steps(template("return-after-illness"), date(2026, 11, 22), sees_sensitive=False)

        assert steps[0].due_on == MONDAY + timedelta(days=7)
        assert from_saturday[0].due_on == date(2026, 11, 30)
        assert from_sunday[0].due_on == date(2026, 11, 30)
        assert all(step.due_on.weekday() < 5 for step in [*steps, *from_saturday, *from_sunday])

    def test_a_step_about_health_is_proposed_only_with_the_sensitive_part_open(self):
        closed = proposed_steps(template("return-after-illness"), MONDAY, sees_sensitive=False)
        opened = proposed_steps(template("return-after-illness"), MONDAY, sees_sensitive=True)

        assert {step.domain for step in opened} - {step.domain for step in closed} == {"health"}

    def test_it_speaks_the_language_of_the_screen(self):
        with translation.override("nl"):
            assert proposed_steps(template(), MONDAY, sees_sensitive=False)[4].what.startswith("Inschrijven bij VDAB")


@pytest.mark.django_db
class TestAdopting:
    def test_the_chosen_steps_and_their_goals_come_into_the_plan(self, file: PersonFile):
        command = adopting(file)

        adoption = adopt_template(command, file=file)

        steps = list(Step.objects.order_by("pk"))
        assert [step.what for step in steps] == [step.what for step in command.steps]
        assert {step.adoption for step in steps} == {adoption}
        assert [step.events.get().kind for step in steps] == ["agreed"] * len(steps)
        assert {step.member for step in steps if step.owner == "organisation"} == {file.actor.user}
        assert {step.member for step in steps if step.owner == "person"} == {None}
        assert [goal.words for goal in Goal.objects.order_by("position")] == list(command.goals.values())
        assert PlanEvent.objects.get().kind == PlanEventKind.ADOPTED
        assert AuditEvent.objects.get(action="adopt-template").details == {"steps": len(steps), "goals": 2}

    def test_words_owner_and_day_may_differ_from_the_template(self, file: PersonFile):
        due_on = timezone.localdate() + timedelta(days=5)
        own = AdoptedStep(place=0, what="Les op woensdag zoeken", owner="organisation", due_on=due_on)

        adopt_template(adopting(file, steps=(own,), goals={"dutch": "Met de buren praten"}), file=file)

        step = Step.objects.get()
        assert (step.what, step.owner, step.due_on, step.domain) == (own.what, "organisation", due_on, "language")
        assert step.goal is not None
        assert step.goal.words == "Met de buren praten"

    def test_a_goal_that_no_chosen_step_serves_stays_out(self, file: PersonFile):
        first = adopting(file).steps[:1]

        adopt_template(adopting(file, steps=first), file=file)

        assert [goal.domain for goal in Goal.objects.all()] == ["language"]

    def test_the_same_form_sent_twice_adopts_once(self, file: PersonFile):
        command = adopting(file, sent_key=uuid4())

        first, second = adopt_template(command, file=file), adopt_template(command, file=file)

        assert first == second
        assert Step.objects.count() == len(command.steps)

    @pytest.mark.parametrize(
        ("values", "error", "says"),
        [
            pytest.param({"steps": ()}, InvalidValue, "No step was chosen", id="nothing chosen"),
            pytest.param({"template": "gone"}, NotFound, "no such template", id="a template of before"),
            pytest.param(
                {"steps": (AdoptedStep(place=99, what="iets", owner="person", due_on=date(2099, 1, 1)),)},
                InvalidValue,
                "has changed meanwhile",
                id="a step of before",
            ),
            pytest.param(
                {"steps": (AdoptedStep(place=0, what="iets", owner="person", due_on=date(2020, 1, 1)),)},
                InvalidValue,
                "has passed",
                id="a past day",
            ),
            pytest.param(
                {"steps": (AdoptedStep(place=0, what="iets", owner="person", due_on=date(2099, 1, 1)),)},
                InvalidValue,
                "three years",
                id="far ahead",
            ),
        ],
    )
    def test_what_cannot_be_leaves_nothing_behind(
        self, file: PersonFile, values: dict[str, Any], error: type[Exception], says: str
    ):
        with pytest.raises(error, match=says):
            adopt_template(adopting(file, **values), file=file)

        assert not Adoption.objects.exists()
        assert not Step.objects.exists()

    def test_a_step_about_health_asks_for_the_open_part(self, file: PersonFile, opened: PersonFile):
        command = adopting(opened, "return-after-illness")

        with pytest.raises(InvalidValue, match="protected part"):
            adopt_template(command, file=file)
        adopt_template(command, file=opened)

        assert Step.objects.get(domain="health").events.get().is_sensitive
        assert plan_of(file).steps.protected == 1

    def test_an_outreach_worker_adopts_nothing(self, file: PersonFile):
        outreach = replace(file, actor=actor_with(Role.OUTREACH_WORKER, organisation=file.actor.organisation))

        with pytest.raises(NotAllowed):
            adopt_template(adopting(file), file=outreach)


@pytest.mark.django_db
class TestUndoing:
    def undo(self, adoption: Adoption, file: PersonFile) -> Any:
        return undo_adoption(UndoAdoption(adoption=adoption.reference), file=file)

    def test_everything_goes_as_it_came_and_the_history_keeps_both(self, file: PersonFile):
        adoption = adopt_template(adopting(file), file=file)

        undone = self.undo(adoption, file)

        assert (undone.steps_kept, Step.objects.count(), Goal.objects.count()) == (0, 0, 0)
        kinds = list(PlanEvent.objects.order_by("pk").values_list("kind", flat=True))
        assert kinds == [PlanEventKind.ADOPTED, PlanEventKind.UNDONE]
        assert not plan_of(file).to_undo

    def test_a_step_that_somebody_worked_on_stays_with_its_goal(self, file: PersonFile):
        adoption = adopt_template(adopting(file), file=file)
        worked_on = Step.objects.filter(goal__isnull=False).first()
        assert worked_on is not None
        finish_step(FinishStep(step=worked_on.reference), file=file)

        undone = self.undo(adoption, file)

        assert undone.steps_kept == 1
        assert list(Step.objects.all()) == [worked_on]
        assert list(Goal.objects.all()) == [worked_on.goal]

    def test_for_a_day_and_no_longer(self, file: PersonFile):
        adoption = adopt_template(adopting(file), file=file)
        for hours, may_undo in ((23.9, True), (24.1, False)):
            Adoption.objects.update(adopted_at=timezone.now() - timedelta(hours=hours))
            assert bool(plan_of(file).to_undo) == may_undo

        with pytest.raises(Conflict, match="more than a day ago"):
            self.undo(adoption, file)

    def test_only_once_and_only_by_the_organisation_that_adopted_it(self, file: PersonFile, file_at_vdab: PersonFile):
        adoption = adopt_template(adopting(file), file=file)

        with pytest.raises(NotFound):
            self.undo(adoption, file_at_vdab)
        self.undo(adoption, file)
        with pytest.raises(Conflict, match="undone already"):
            self.undo(adoption, file)
