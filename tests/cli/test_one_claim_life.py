"""What may move a score and what may not, one claim at a time, through the commands."""

import pytest


def scores(cli, name="Ann"):
    found = cli.figures(name)
    return found["scored"], found["judged"], found["right"], found["brier"]


@pytest.fixture
def said(cli):
    """Ann said 80% and it came true."""
    cli.add("It rains", "--likelihood", "80%", "--by", "2026-12-31")
    cli.resolve(1)
    return cli


class TestWhatIsScored:
    def test_a_settled_claim_is_scored_by_its_number(self, said):
        assert scores(said) == (1, 1, 1, pytest.approx(0.04))

    def test_a_denial_counts_with_one_minus_p(self, said):
        said.add(None, "--question", "q1", "--denies", "--likelihood", "90%", analyst="Bob")
        found = said.figures("Bob")
        assert (found["scored"], found["right"], found["brier"]) == (1, 0, pytest.approx(0.81))

    def test_a_flat_denial_of_what_came_true_is_wrong(self, said):
        said.add(None, "--question", "q1", "--denies", analyst="Bob")
        found = said.figures("Bob")
        assert (found["scored"], found["judged"], found["right"], found["brier"]) == (0, 1, 0, None)

    def test_exactly_one_half_takes_no_side(self, said):
        said.add("It snows", "--likelihood", "50%")
        said.resolve(2, "false")
        found = said.figures()
        assert (found["scored"], found["judged"], found["ties"]) == (2, 1, 1)

    @pytest.mark.parametrize("outcome", ["void", "ambiguous", "unresolvable"])
    def test_an_outcome_without_an_answer_never_moves_a_score(self, said, outcome):
        before = scores(said)
        said.add("It snows", "--likelihood", "99%")
        said.resolve(2, outcome, "--reason", "the sources disagree")
        assert scores(said) == before
        assert said.figures()[outcome] == 1
        assert said.claim(2)["standing"] == outcome

    def test_an_open_claim_never_moves_a_score(self, said):
        before = scores(said)
        said.add("It snows", "--likelihood", "99%", "--by", "2026-12-31")
        said.add("It hails", "--likelihood", "99%", "--by", "2026-02-01")
        assert scores(said) == before
        assert (said.figures()["open"], said.figures()["overdue"]) == (2, 1)

    def test_partial_is_shown_apart_and_counted_on_request(self, said):
        said.add("It snows a foot", "--likelihood", "60%")
        said.resolve(2, "partial=0.4", "--reason", "half a foot")
        assert said.claim(2)["fraction"] == 0.4
        assert scores(said)[0] == 1
        assert said.figures()["partial"] == 1
        assert said.figures("Ann", "--reading", "strict")["brier"] == pytest.approx((0.04 + 0.36) / 2)
        assert said.figures("Ann", "--reading", "charitable")["brier"] == pytest.approx((0.04 + 0.16) / 2)

    @pytest.mark.parametrize("words", ["might", "may", "could", "might=20-60%"])
    def test_a_hedge_is_counted_and_never_scored(self, said, words):
        before = scores(said)
        row = said.add("It snows", "--likelihood", words)
        said.resolve(2)
        assert "hedge" in row["hints"]
        assert scores(said) == before
        assert said.figures()["hedged"] == 1

    @pytest.mark.parametrize("on", ["2026-01-10", "2026-01-09", "2019-05-01"])
    def test_what_was_already_so_when_it_was_said_is_never_scored(self, said, on):
        before = scores(said)
        said.add("It snowed", "--likelihood", "99%")
        said.resolve(2, on=on)
        assert said.claim(2)["standing"] == "known"
        assert scores(said) == before
        assert said.figures()["known_before"] == 1

    def test_what_nobody_knows_the_day_of_is_never_scored(self, said):
        before = scores(said)
        said.add("It snows", "--likelihood", "99%", on="unknown")
        said.resolve(2)
        assert said.claim(2)["standing"] == "undated"
        assert said.claim(2)["stated_on"] is None
        assert scores(said) == before

    @pytest.mark.parametrize("level", ["relayed", "second-order", "narrator", "host", "machine"])
    def test_another_ones_view_is_never_scored(self, said, level):
        before = scores(said)
        said.add("It snows", "--likelihood", "99%", "--attribution", level)
        said.resolve(2)
        assert said.claim(2)["standing"] == "attribution"
        assert scores(said) == before

    @pytest.mark.parametrize("level", ["first-person", "reported", "context", "endorsed"])
    def test_the_analysts_own_view_is_scored(self, said, level):
        said.add("It snows", "--likelihood", "99%", "--attribution", level)
        said.resolve(2)
        assert scores(said)[0] == 2

    @pytest.mark.parametrize("kind", ["normative", "figure", "abstention"])
    def test_a_kind_that_cannot_be_right_is_never_scored(self, said, kind):
        before = scores(said)
        said.add("It should snow", "--likelihood", "99%", "--kind", kind)
        said.resolve(2)
        assert scores(said) == before


class TestSayingItAgain:
    def test_restating_is_not_a_second_forecast(self, said):
        before = scores(said)
        said.add(None, "--question", "q1", "--likelihood", "10%", on="2026-02-10")
        assert scores(said) == before
        assert said.claim(2)["standing"] == "restated"
        assert said.figures()["restated"] == 1

    def test_the_first_statement_counts_even_if_it_is_recorded_second(self, said):
        said.add(None, "--question", "q1", "--likelihood", "10%", on="2025-12-10")
        assert said.claim(1)["standing"] == "restated"
        assert scores(said) == (1, 1, 0, pytest.approx(0.81))

    def test_a_hedge_before_it_does_not_take_its_place(self, said):
        said.add(None, "--question", "q1", "--likelihood", "might", on="2025-12-10")
        assert said.claim(1)["standing"] == "scored"

    def test_a_revision_is_a_claim_of_its_own_and_not_a_second_forecast(self, cli):
        cli.add("It rains", "--likelihood", "80%")
        row = cli.rows("revise", 1, "--on", "2026-03-01", "--likelihood", "20%")[0]
        assert (row["number"], row["question"], row["probability"]) == (2, 1, 0.2)
        cli.resolve(1, "false")
        assert scores(cli) == (1, 1, 0, pytest.approx(0.64))
        assert cli.claim(1)["probability"] == 0.8

    def test_withdrawing_keeps_the_score(self, said):
        before = scores(said)
        said.ok("withdraw", 1, "--on", "2026-03-01")
        assert scores(said) == before
        assert said.claim(1)["withdrawn_on"] == "2026-03-01"


class TestWhatFallsDue:
    """A question that an analyst answered falls due once for them, however often they said it."""

    COUNTS = ("claims", "due", "resolved_of_due", "true", "open", "overdue")

    def counts(self, cli):
        found = cli.figures()
        return tuple(found[name] for name in self.COUNTS)

    @pytest.fixture(params=["restated", "excluded", "kind"])
    def beside(self, request, cli):
        """One claim that falls due on 1 June, and another on the same question that does not."""
        cli.add("It rains", "--likelihood", "80%", "--by", "2026-06-01")
        more = ("--kind", "normative") if request.param == "kind" else ("--likelihood", "70%")
        cli.add(None, "--question", "q1", *more, on="2026-02-01")
        if request.param == "excluded":
            cli.ok("amend", 2, "--exclude", "misheard")
        assert cli.claim(2)["standing"] == request.param
        return cli

    def test_before_its_deadline_one_is_open(self, beside):
        beside.today = "2026-03-01"
        assert self.counts(beside) == (2, 0, 0, 0, 1, 0)

    def test_after_its_deadline_one_is_overdue(self, beside):
        assert self.counts(beside) == (2, 1, 0, 0, 1, 1)

    def test_once_settled_one_is_resolved_of_one_that_was_due(self, beside):
        beside.resolve("q1")
        assert self.counts(beside) == (2, 1, 1, 1, 0, 0)

    def test_the_total_counts_what_the_rows_count(self, beside):
        beside.add(None, "--question", "q1", "--likelihood", "30%", analyst="Bob")
        beside.resolve("q1")
        total = beside.total()
        assert tuple(total[name] for name in self.COUNTS) == (3, 2, 2, 2, 0, 0)


class TestVerdicts:
    def test_resolving_again_appends_and_shows_the_earlier_verdict(self, said):
        row = said.resolve("q1", "false", on="2026-06-02")
        assert [old["outcome"] for old in row["earlier"]] == ["true"]
        shown = said.json("show", 1)
        assert [verdict["outcome"] for verdict in shown["verdicts"]] == ["true", "false"]
        assert scores(said) == (1, 1, 0, pytest.approx(0.64))
        again = said.ok("resolve", 1, "true", "--on", "2026-06-03", "--evidence", "x")
        assert "Before: false on 2026-06-02" in again.out

    def test_the_same_verdict_twice_counts_once(self, said):
        before = said.figures()
        said.resolve(1)
        said.resolve(1)
        assert said.figures() == before

    def test_a_reopened_question_scores_nowhere(self, said):
        said.ok("resolve", 1, "--reopen", "--reason", "the report was retracted")
        found = said.figures()
        assert scores(said) == (0, 0, 0, None)
        assert (found["true"], found["false"], found["open"], found["resolved_of_due"]) == (0, 0, 1, 0)
        assert said.rows("due")[0]["question"] == 1
        said.resolve(1, "false")
        assert scores(said) == (1, 1, 0, pytest.approx(0.64))

    def test_a_failed_condition_voids_and_a_met_one_brings_the_verdict_back(self, cli):
        cli.add("They retaliate", "--if", "they are attacked", "--likelihood", "80%")
        cli.resolve(1)
        assert cli.claim(1)["kind"] == "conditional"
        row = cli.resolve(1, "false", "--condition")
        assert row["target"] == "condition"
        assert (cli.claim(1)["outcome"], scores(cli)[0]) == ("void", 0)
        assert cli.rows("due") == []
        cli.resolve(1, "true", "--condition")
        assert (cli.claim(1)["outcome"], scores(cli)[0]) == ("true", 1)

    def test_a_conditional_still_open_leaves_the_due_list_when_its_condition_fails(self, cli):
        cli.add("They retaliate", "--if", "they are attacked", "--by", "2026-12-31")
        assert len(cli.rows("due")) == 1
        cli.resolve(1, "false", "--condition")
        assert cli.rows("due") == []
        cli.ok("resolve", 1, "--reopen", "--condition", "--reason", "a wrong report")
        assert len(cli.rows("due")) == 1

    def test_a_verdict_answers_with_how_every_claim_now_stands(self, cli):
        cli.add("It rains", "--likelihood", "80%")
        cli.add(None, "--question", "q1", "--denies", analyst="Bob")
        row = cli.resolve("q1")
        assert [(claim["analyst"], claim["standing"]) for claim in row["claims"]] == [
            ("Ann", "scored"),
            ("Bob", "scored"),
        ]
        said = cli.ok("resolve", "q1", "false", "--on", "2026-06-02", "--evidence", "x").out
        assert "Ann: wrong" in said
        assert "Bob: right" in said


class TestRetrospect:
    def test_a_claim_recorded_after_it_was_settled_is_marked_and_can_be_left_out(self, said):
        assert said.claim(1)["retrospective"] is True
        assert said.total("--prospective")["scored"] == 0

    def test_a_claim_recorded_in_time_is_not(self, cli):
        cli.today = "2026-01-10"
        cli.add("It rains", "--likelihood", "80%")
        cli.today = "2026-07-01"
        cli.resolve(1)
        assert cli.claim(1)["retrospective"] is False
        assert cli.total("--prospective")["scored"] == 1

    @pytest.mark.parametrize(
        ("option", "value", "scored"),
        [("--likelihood", "99%", True), ("--denies", None, True), ("--on", "2026-01-09", True),
         ("--kind", "causal", True), ("--attribution", "reported", True), ("--note", "a slip", False),
         ("--quote", "it rains", False), ("--at", "1:02", False)],
    )  # fmt: skip
    def test_only_recoding_what_is_scored_makes_a_claim_retrospective(self, cli, option, value, scored):
        cli.today = "2026-01-10"
        cli.add("It rains", "--likelihood", "80%")
        cli.today = "2026-07-01"
        cli.resolve(1)
        cli.ok("amend", 1, option, *([value] if value else []))
        assert cli.claim(1)["retrospective"] is scored
        assert cli.total("--prospective")["scored"] == (0 if scored else 1)

    def test_the_wrong_version_stays_visible(self, said):
        said.ok("amend", 1, "--likelihood", "70%", "--note", "misheard")
        told = said.rows("log", 1)[-1]
        assert told["what"] == "recoded claim 1: likelihood 80% -> 70%; note none -> misheard"
        assert said.claim(1)["probability"] == 0.7

    def test_an_excluded_claim_is_not_scored_and_can_be_taken_back_in(self, said):
        said.ok("amend", 1, "--exclude", "a duplicate")
        assert (scores(said)[0], said.claim(1)["standing"]) == (0, "excluded")
        said.ok("amend", 1, "--include")
        assert scores(said)[0] == 1


class TestQuestionsAndNames:
    def test_linking_puts_two_analysts_on_one_question(self, cli):
        cli.add("It rains", "--likelihood", "80%")
        cli.add("Rain will fall", "--likelihood", "60%", analyst="Bob")
        answer = cli.rows("question", "link", "q1", 2)[0]
        assert (answer["question"], answer["claims"]) == (1, [2])
        cli.resolve("q1")
        assert (cli.figures("Ann")["right"], cli.figures("Bob")["right"]) == (1, 1)
        assert [row["claims"] for row in cli.rows("question", "list")] == [2, 0]
        assert cli.rows("due") == []

    def test_linking_a_denial_turns_it_round(self, cli):
        cli.add("It rains", "--likelihood", "80%")
        cli.add("It stays dry", "--likelihood", "90%", analyst="Bob")
        cli.ok("question", "link", "q1", 2, "--denies")
        cli.resolve("q1")
        assert cli.figures("Bob")["brier"] == pytest.approx(0.81)

    def test_linking_to_what_is_settled_makes_the_claim_retrospective(self, cli):
        cli.today = "2026-01-10"
        cli.add("It rains", "--likelihood", "80%")
        cli.add("Rain will fall", "--likelihood", "60%", analyst="Bob")
        cli.today = "2026-07-01"
        cli.resolve("q1")
        cli.ok("question", "link", "q1", 2)
        assert [cli.claim(n)["retrospective"] for n in (1, 2)] == [False, True]

    def test_a_merge_moves_the_counts_and_undoing_it_moves_them_back(self, seeded):
        before = seeded.rows("summary")
        merged = seeded.rows("analyst", "merge", "China in the World (publisher)", "Tong Zhao")[0]
        assert merged["claims"] == 2
        assert seeded.figures("Tong Zhao")["claims"] == 18
        assert seeded.figures("Tong Zhao")["scored"] == 9
        assert len(seeded.rows("summary")) == len(before) - 1
        seeded.ok("analyst", "merge", "China in the World (publisher)", "--undo")
        assert seeded.rows("summary") == before

    def test_an_undone_merge_leaves_whoever_was_merged_before(self, cli):
        for name in ("Ann", "Anna", "Hanna"):
            cli.add(f"{name} speaks", analyst=name)
        cli.ok("analyst", "merge", "Ann", "Anna")
        cli.ok("analyst", "merge", "Anna", "Hanna")
        assert cli.figures("Hanna")["claims"] == 3
        cli.ok("analyst", "merge", "Anna", "--undo")
        assert [(row["analyst"], row["claims"]) for row in cli.rows("summary")] == [("Anna", 2), ("Hanna", 1)]

    def test_a_claim_said_again_under_a_merged_name_is_a_restatement(self, cli):
        cli.add("It rains", "--likelihood", "80%")
        cli.add(None, "--question", "q1", "--likelihood", "70%", analyst="Ann B", on="2026-02-01")
        cli.resolve("q1")
        cli.ok("analyst", "merge", "Ann B", "Ann")
        assert scores(cli)[0] == 1

    @pytest.mark.parametrize("before", ["Ann", "Zoe"])
    @pytest.mark.parametrize("first", ["Ann", "Zoe"])
    @pytest.mark.parametrize("second", ["Ann", "Zoe"])
    def test_a_claim_recorded_twice_is_refused_under_either_name_of_a_merged_analyst(self, cli, before, first, second):
        """``before``: the name under which the first claim is recorded before the merge, else it comes after it."""
        cli.add("It snows", analyst="Zoe")
        cli.add("It hails", analyst="Ann")
        if first == before:
            number = cli.add("It rains", analyst=first)["number"]
        cli.ok("analyst", "merge", "Ann", "Zoe")
        if first != before:
            number = cli.add("It rains", analyst=first)["number"]
        done = cli.run("add", "It rains", "--analyst", second, "--on", "2026-01-10")
        assert done.code == 4
        assert f"already on the record as claim {number}" in done.err
        assert len(cli.rows("list")) == 3

    def test_two_analysts_who_say_the_same_are_both_recorded_until_one_is_the_other(self, cli):
        cli.add("It rains", analyst="Ann")
        assert cli.add("It rains", analyst="Zoe")["number"] == 2
        cli.ok("analyst", "merge", "Ann", "Zoe")
        assert cli.run("add", "It rains", "--analyst", "Ann", "--on", "2026-01-10").code == 4
        cli.ok("analyst", "merge", "Ann", "--undo")
        assert cli.run("add", "It rains", "--analyst", "Ann", "--on", "2026-01-10").code == 4
        cli.ok("analyst", "add", "Bob")
        assert cli.add("It rains", analyst="Bob")["number"] == 3

    def test_what_is_recorded_under_a_merged_name_goes_back_with_it(self, cli):
        cli.add("It rains", analyst="Zhang Feng")
        cli.add("It snows", analyst="Feng Zhang")
        cli.ok("analyst", "merge", "Zhang Feng", "Feng Zhang")
        assert cli.add("It hails", analyst="Zhang Feng")["analyst"] == "Feng Zhang"
        assert cli.run("add", "It hails", "--analyst", "Feng Zhang", "--on", "2026-01-10").code == 4
        cli.ok("analyst", "merge", "a1", "--undo")
        assert [row["analyst"] for row in cli.rows("list")] == ["Zhang Feng", "Feng Zhang", "Zhang Feng"]

    def test_an_alias_leads_to_the_analyst(self, seeded):
        seeded.ok("analyst", "alias", "Feng Zhang", "Dr. Dong")
        seeded.add("It rains", analyst="dr. dong")
        assert seeded.claim(47)["analyst"] == "Feng Zhang"
        assert seeded.figures("Feng Zhang")["claims"] == 26

    @pytest.mark.parametrize(
        "variant", ["FENG ZHANG", "Feng\u00a0Zhang", "Feng\u200b Zhang", "\uff26eng Zhang", " Feng  Zhang "]
    )
    def test_a_variant_of_a_name_is_the_same_analyst(self, seeded, variant):
        row = seeded.rows("add", "It rains", "--analyst", variant, "--on", "2026-01-10")[0]
        assert row["analyst"] == "Feng Zhang"
        assert len(seeded.rows("analyst", "list")) == 5

    def test_amending_a_question_keeps_the_old_wording_in_the_log(self, cli):
        cli.add("It rains", "--by", "2026-12-31", "--topic", "weather")
        row = cli.rows("question", "amend", "q1", "--statement", "Rain falls", "--by", "2027", "--topic", "rain")[0]
        assert (row["statement"], row["deadline"]) == ("Rain falls", "2027-12-31")
        assert "It rains" in cli.rows("log", "q1")[-1]["what"]
        assert [row["number"] for row in cli.rows("list", "--topic", "rain")] == [1]
        gone = cli.run("list", "--topic", "weather")
        assert gone.code == 3
        assert "no topic 'weather'" in gone.err
