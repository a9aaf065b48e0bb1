"""Cases, accounts and answers agree with what happened in the portals."""

from takeup.sample.world import World

EWA = "99115005104000"


def test_cases_online_are_the_submissions_of_the_month(world: World) -> None:
    keys = ["verwaltung", "leistung_id", "month"]
    portal = world.portal.assign(month=world.portal["date"].dt.strftime("%Y-%m"))
    submitted = portal.groupby(keys)["submitted"].sum()
    online = world.cases.set_index(keys)["online"]

    assert online.eq(submitted.reindex(online.index, fill_value=0)).all()


def test_the_total_is_the_sum_of_the_channels(world: World) -> None:
    channels = world.cases[["online", "assisted", "counter", "post", "phone"]]

    assert world.cases["total"].eq(channels.sum(axis=1)).all()


def test_eligible_registrations_lie_between_digital_and_total(world: World) -> None:
    ewa = world.cases.query("leistung_id == @EWA and is_online")

    assert (ewa["eligible"] >= ewa["online"] + ewa["assisted"]).all()
    assert (ewa["eligible"] <= ewa["total"]).all()


def test_nothing_happens_online_before_a_service_is_online(world: World) -> None:
    offline = world.cases.query("not is_online")

    assert offline["online"].sum() == 0
    assert offline["assisted"].sum() == 0


def test_registered_accounts_never_fall(world: World) -> None:
    registered = world.accounts.pivot_table(
        index="month", columns="verwaltung", values="registered"
    )

    assert (registered.diff().dropna() >= 0).all(axis=None)


def test_no_more_answers_than_submissions(world: World) -> None:
    keys = ["verwaltung", "leistung_id", "month"]
    ratings = [f"rating_{number}" for number in range(1, 6)]
    answers = world.answers.set_index(keys)[ratings].sum(axis=1)
    online = world.cases.set_index(keys)["online"]

    assert (answers <= online.reindex(answers.index)).all()
