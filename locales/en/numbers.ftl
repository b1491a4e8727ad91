## The numbers at the desk

numbers-title = Numbers
numbers-days = Days
numbers-own-days = from and to below
numbers-last-days = the last { $count }
numbers-from = From
numbers-to = To
numbers-show = Show
numbers-period = { $from } to { $to }
numbers-utc = days are days in UTC
numbers-none = Nothing in these days.
numbers-table = As a table
numbers-csv = CSV
numbers-day = Day
numbers-received = came in
numbers-decided = decided
numbers-reversed = reversed
numbers-median = median
numbers-p95 = 95th percentile
numbers-clause = Clause
numbers-refused = refused
numbers-rule = Rule
numbers-pack = Pack
numbers-hits = hits
numbers-precision = precision
numbers-moderator = Moderator
numbers-undone = taken back
numbers-nobody = nobody named
numbers-title-days = Comments a day
numbers-title-waits = How long comments wait
numbers-title-clauses = Refusals by clause
numbers-title-reversals = Reversals a day
numbers-title-rules = How often editors agreed with a rule
numbers-title-moderators = Decisions by moderator
numbers-lead-days = { $received } came in, { $decided } were decided. A decision that was taken back does not count.
numbers-lead-waits = Half of the comments waited { $median } at most, nineteen of twenty { $p95 }; told on the day of the decision.
numbers-lead-clauses = { $count ->
    [one] One refusal stands.
   *[other] { $count } refusals stand.
}
numbers-lead-reversals = { $count ->
    [one] One decision was taken back, reopened or decided otherwise.
   *[other] { $count } decisions were taken back, reopened or decided otherwise.
}
numbers-lead-rules = Of the comments that a rule in force hit and that were decided on, the share that editors refused or called spam.
numbers-lead-moderators = Decisions that each made, those that were taken back included.
numbers-s = { $count } s
numbers-min = { $count } min
numbers-h = { $count } h
numbers-d = { $count } d
