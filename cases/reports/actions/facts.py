"""SQL of the snapshot: live requests and the statistics of erased ones, cut once and twice.

Every request has a mark made of what stays of it after erasure, so its erasure moves no figure.
"""

from __future__ import annotations

from itertools import combinations

from cases.reports.rules import Dim

# Sums of marks over a hundred million requests fit into a bigint.
MARK = "(hashtextextended(concat_ws('|', KEYS), %(seed)s) & 68719476735)"
FACT_MARK = MARK.replace("KEYS", "month, office_id, topic, country, channel")
LIST_MARK = MARK.replace("KEYS", "month, office_id, topic, detail")
MONTH_OF = "date_trunc('month', AT AT TIME ZONE %(zone)s)::date"
RECEIVED = MONTH_OF.replace("AT AT", "r.received_at AT")
BAND = """CASE WHEN r.closed_at IS NULL THEN 'open'
     WHEN extract(day FROM r.closed_at - r.received_at) <= 3 THEN '0-3'
     WHEN extract(day FROM r.closed_at - r.received_at) <= 14 THEN '4-14'
     WHEN extract(day FROM r.closed_at - r.received_at) <= 60 THEN '15-60' ELSE '61+' END"""
LIVE = """
SELECT RECEIVED AS month, r.office_id, r.funder_id,
       r.sensitivity >= 3 AS is_apart, coalesce(t.parent_id, t.id, 0)::text AS topic, r.country, r.channel,
       r.heard_from AS source, coalesce(nullif(r.outcome, ''), 'open') AS outcome, BAND AS band,
       r.rating, r.status
FROM cases_helprequest r LEFT JOIN knowledge_topic t ON t.id = r.topic_id
WHERE r.received_at < %(until)s
  AND NOT EXISTS (SELECT FROM cases_canary c WHERE c.help_request_id = r.id)""".replace(
    "RECEIVED", RECEIVED
).replace("BAND", BAND)
ERASED = """
SELECT s.month, s.office_id, s.funder_id, s.is_apart, coalesce(t.parent_id, t.id, 0)::text, s.country,
       s.channel, s.heard_from, s.outcome, s.days_band, s.rating, 'closed'
FROM cases_statisticsrow s LEFT JOIN knowledge_topic t ON t.id = s.topic_id
WHERE s.month < %(month)s"""
COLUMNS = (
    "month, office_id, funder_id, is_apart, topic, country, channel, source, outcome, band, rating, status"
)
FACTS = (
    """WITH asked AS (LIVE UNION ALL ERASED),
facts AS MATERIALIZED (
  SELECT COLUMNS, count(*) AS n, sum(MARK) AS m FROM asked GROUP BY COLUMNS
)
""".replace("LIVE", LIVE)
    .replace("ERASED", ERASED)
    .replace("COLUMNS", COLUMNS)
    .replace("MARK", FACT_MARK)
)
INTO = """INSERT INTO cases_figurecell
(snapshot_id, month, office_id, funder_id, first, one, second, two, number, mark)
"""
CELL = """SELECT %(snapshot)s, month, office_id, funder_id, {first}, {one}, {second}, {two}, sum(n), sum(m)
FROM facts WHERE {where} GROUP BY month, office_id, funder_id{by}"""
# Several of these may be true of one request. What they say of the erased stands in the sums of outputs.
FLAGS = """
SELECT %(snapshot)s, month, office_id, funder_id, 'flag', detail, '', '', sum(n), sum(n * MARK) FROM (
  SELECT RECEIVED AS month, r.office_id, r.funder_id,
         coalesce(t.parent_id, t.id, 0)::text AS topic, flag AS detail, 1 AS n
  FROM cases_helprequest r LEFT JOIN knowledge_topic t ON t.id = r.topic_id CROSS JOIN unnest(r.flags) flag
  WHERE r.received_at < %(until)s AND r.sensitivity < 3
  UNION ALL
  SELECT o.month, o.office_id, o.funder_id, coalesce(t.parent_id, t.id, 0)::text, o.detail, o.number
  FROM cases_outputtally o LEFT JOIN knowledge_topic t ON t.id = o.topic_id
  WHERE o.kind = 'flag' AND o.month < %(month)s
) raised GROUP BY month, office_id, funder_id, detail""".replace("MARK", LIST_MARK).replace(
    "RECEIVED", RECEIVED
)
UNMET = (
    """
SELECT %(snapshot)s, month, office_id, funder_id, 'unmet', detail, '', '', sum(n), sum(n * MARK) FROM (
  SELECT DECLINED AS month, r.office_id, r.funder_id, coalesce(t.parent_id, t.id, 0)::text AS topic,
         'declined_' || d.why_not AS detail, 1 AS n
  FROM cases_referral d JOIN cases_helprequest r ON r.id = d.help_request_id
  LEFT JOIN knowledge_topic t ON t.id = r.topic_id
  WHERE d.status = 'declined' AND d.answered_at < %(until)s AND r.sensitivity < 3
  UNION ALL
  SELECT HELD, r.office_id, r.funder_id, coalesce(t.parent_id, t.id, 0)::text, 'no_seat', 1
  FROM cases_invitation i JOIN cases_consultation c ON c.id = i.consultation_id
  JOIN cases_membership b ON b.id = i.membership_id JOIN cases_helprequest r ON r.id = b.help_request_id
  LEFT JOIN knowledge_topic t ON t.id = r.topic_id
  WHERE i.state = 'waiting' AND c.starts_at < %(until)s AND r.sensitivity < 3
  UNION ALL
  SELECT o.month, o.office_id, o.funder_id, coalesce(t.parent_id, t.id, 0)::text, o.detail, o.number
  FROM cases_outputtally o LEFT JOIN knowledge_topic t ON t.id = o.topic_id
  WHERE o.kind = 'unmet' AND o.month < %(month)s
) missed GROUP BY month, office_id, funder_id, detail""".replace("MARK", LIST_MARK)
    .replace("DECLINED", MONTH_OF.replace("AT AT", "d.answered_at AT"))
    .replace("HELD", MONTH_OF.replace("AT AT", "c.starts_at AT"))
)
REFERRALS = """
SELECT %(snapshot)s, month, office_id, funder_id, 'referral', detail, '', '', sum(n), sum(n * MARK) FROM (
  SELECT MADE AS month, r.office_id, r.funder_id, coalesce(t.parent_id, t.id, 0)::text AS topic,
         d.aim AS detail, 1 AS n
  FROM cases_referral d JOIN cases_helprequest r ON r.id = d.help_request_id
  LEFT JOIN knowledge_topic t ON t.id = r.topic_id
  WHERE d.made_at < %(until)s AND r.sensitivity < 3
  UNION ALL
  SELECT o.month, o.office_id, o.funder_id, coalesce(t.parent_id, t.id, 0)::text, o.detail, o.number
  FROM cases_outputtally o LEFT JOIN knowledge_topic t ON t.id = o.topic_id
  WHERE o.kind = 'referral' AND o.month < %(month)s
) sent GROUP BY month, office_id, funder_id, detail""".replace("MARK", LIST_MARK).replace(
    "MADE", MONTH_OF.replace("AT AT", "d.made_at AT")
)


def statements() -> list[str]:
    """All that fills the cells of one snapshot; each takes the same parameters."""
    return [
        INTO + FACTS + "\nUNION ALL\n".join(_selects()),
        *(INTO + part for part in (FLAGS, UNMET, REFERRALS)),
    ]


def _selects() -> list[str]:
    empty = {"first": "''", "one": "''", "second": "''", "two": "''", "by": "", "where": "true"}
    whole = CELL.format(**empty)
    apart = "NOT is_apart"
    once = [CELL.format(**empty | {"first": f"'{a}'", "one": a, "by": f", {a}", "where": apart}) for a in Dim]
    twice = [
        CELL.format(first=f"'{a}'", one=a, second=f"'{b}'", two=b, by=f", {a}, {b}", where=apart)
        for a, b in combinations(sorted(Dim), 2)
    ]
    rated = empty | {"first": "'rating'", "one": "rating::text", "by": ", rating"}
    unmet = {"first": "'unmet'", "where": f"{apart} AND status = 'waiting_list'", "one": "'waiting_list'"}
    refused = {"first": "'unmet'", "where": f"{apart} AND outcome = 'not_possible'", "one": "'not_possible'"}
    return [
        *(whole, *once, *twice),
        CELL.format(**rated | {"where": f"{apart} AND rating IS NOT NULL"}),
        CELL.format(**empty | unmet),
        CELL.format(**empty | refused),
    ]
