# What pages say to readers and editors, and problems to everybody.

page-skip = Skip to the content
page-languages = Languages

## The thread and its form

thread-comments = { $count ->
    [0] No comments yet
    [one] One comment
   *[other] { $count } comments
}
thread-removed = This comment was taken down.
thread-reply = Reply
thread-reply-to = to
thread-more = More comments
thread-first = Comments from the beginning

form-title = Leave a Reply
form-note = By submitting your comments, you acknowledge that { $site } has the right to reproduce, broadcast and publicize those comments or any part thereof in any manner whatsoever. Please note that { $site } does not endorse any of the views posted. Your comments will be pre-moderated and published if they meet netiquette guidelines.
form-netiquette = Netiquette »
form-required = Your email address will not be published. Required fields are marked *
form-text = Comment
form-name = Name
form-email = Email
form-website = Website
form-parent = The comment you are answering
form-language = Language
form-article_title = Title of the article
form-article_url = Address of the article
form-receipt = Confirm by email that you have received my comment.
form-send = Post Comment
form-parent-gone = Sent again, your comment stands by itself.
form-answering = You are answering
form-answer-nobody = Answer nobody in particular
form-closed-title = Comments are closed
form-closed = No more comments are taken under this article. What was published stays readable.
form-closed-kept = This is what you wrote, so that you can keep it:

## The netiquette

netiquette-title = Netiquette
netiquette-lead = These are the points by which every comment is read before it is published.
netiquette-version = Version

## A comment's status

status-thanks = Thank you. Your comment has reached us, and it is safe.
status-pending = Your comment is waiting for an editor
status-pending-means = Every comment is read by an editor before it is published. This page will always show where yours stands.
status-pending-mail = We will also write to you when it is decided.
status-approved = Your comment is published
status-approved-means = It can be read under the article. Thank you for taking part.
status-refused = Your comment is not published
status-refused-means = An editor read it and found that it does not keep to this point of the netiquette. You are welcome to write it again.
status-refused-mail = If you think that we are wrong, answer the mail that we sent you: a person will look at it again.
status-note = The editor adds:
status-your-comment = Your comment
status-redacted = An editor took something out before it was published, such as an address or a number.
status-private = The address of this page is private: whoever has it can see this. Keep it to come back.

## Marked words

marks-surface = “{ $surface }”
marks-stands-for = “{ $surface }” (stands for “{ $word }”)

## Logging in

login-title = Log in at the desk
login-demo = This is the demonstration. Log in as
login-email = Email
login-password = Password
login-send = Log in
login-wrong = This address and this password do not go together. Please check both.
login-slow = That was tried too often from here. Please wait a minute or two and try again; other places are not affected.

## The desk

desk-title = Queue
desk-one-title = One comment
desk-trays = Trays
desk-log-out = Log out
desk-on = on
desk-is-reply = a reply
desk-reasons = What the rules found
desk-fault = The rules could not read this comment to the end, so it is held:
desk-approve = Approve
desk-refuse = Refuse
desk-spam = Spam
desk-clause = The clause it breaks
desk-clause-choose = Choose a clause…
desk-open = Open
desk-note = A word to the reader (optional, goes out with a refusal)
desk-undo = Undo
desk-empty = Nothing here. All is read.
desk-next = Next page
desk-nothing-such = Nothing here is like that.
desk-nothing-yet = Nothing like that so far; there is more to look through.
desk-trail = Decisions
desk-trail-empty = Nobody has decided on this comment yet.
desk-redact = Approve redacted
desk-reopen = Back to the queue
redact-offer = What a rule offers to take out before it is published:
redact-published = Published in its place:
preview-refusal = See the mail of a refusal
preview-approval = See the mail of an approval
preview-title = The mail that the reader would get
preview-none = Nobody is written to.
notes-label = A note for colleagues (readers never see it)
notes-add = Add the note
thread-is-open = The thread takes comments.
thread-is-closed = The thread takes no more comments.
thread-close = Close the thread
thread-open = Open it again
trail-noted = { $who } noted:
desk-rules = Read by the rules
desk-back = Back to the queue
tray-pending = Pending
tray-approved = Approved
tray-refused = Refused
tray-spam = Spam
is-pending = Pending
is-approved = Approved
is-refused = Refused
is-spam = Spam
desk-others-read = All that is here is being read by others.
desk-others-show = Show those, too
desk-undone-open = Open it
desk-unreached = Nothing was changed: the server cannot be reached. Try again when the connection is back.
desk-may-not = Your role may read here, and not decide.
order-risk = Worst first
order-oldest = Oldest first
order-newest = Newest first
outcome-none = Nothing found
outcome-hint = Hint
outcome-warn = Worth mending
outcome-hold = Look closely
outcome-spam = Looks like spam
outcome-refuse = Refused by rule
trail-decided = { $who }: { $status }
trail-refused = { $who }: { $status }, for “{ $clause }”
trail-undone = { $who } took the decision back: { $status }
flash-approved = Approved. The comment is published.
flash-refused = Refused. The reader will be told why.
flash-spam = Moved to spam. Nobody is told.
flash-pending = Back in the queue. Nobody is told.
flash-noted = Noted.
flash-note-empty = A note has to say something.
flash-nothing-to-redact = No rule offers to take anything out of this comment any more.
flash-thread-closed = The thread takes no more comments.
flash-thread-opened = The thread takes comments again.
flash-undone = Taken back. The comment stands where it stood before.
flash-already-decided = Somebody else has decided on this comment since you opened it. It shows what stands now.
flash-claimed = Somebody else is reading this comment: nothing was decided. Take it over first, or leave it to them.
flash-nothing-to-undo = There is nothing to take back.
flash-clause-needed = Please choose the clause that the comment breaks: the reader is told.
flash-note-too-long = The word to the reader may have at most 500 characters.
flash-not-found = This comment is not there any more.

## The page behind a mail's link

act-title = A comment waits for a decision
act-decided = This comment is decided
act-desk = Go to the desk

## The demonstration's mails

mails-title = Mails
mails-lead = Every mail that the demonstration has sent, the newest first. Mails about a decision wait five seconds, so that an undo unsends them; reload to see new ones.
mails-empty = No mail yet: send a comment, or decide on one.

## Problems: a title, and what to do

problem-kept = This is what you wrote, so that you can keep it:
problem-to-desk = Back to the desk
problem-malformed-body = The body cannot be read
problem-malformed-body-detail = What was sent is broken off or is not valid JSON. Check its syntax and send it again.
problem-malformed-parameter = A parameter cannot be read
problem-malformed-parameter-detail = A parameter in the address or a header has a value that it cannot have. The API’s description at /openapi.json lists what each takes.
problem-malformed-parameter-named = “{ $name }”, in the address or a header, is not known here or has a value that it cannot have. The API’s description at /openapi.json lists what each takes.
problem-not-logged-in = Not logged in
problem-not-logged-in-detail = This is for moderators. Log in at the desk, or send a valid token in the Authorization header.
problem-not-allowed = Your role does not allow this
problem-not-allowed-detail = This takes another role here. An owner can give it to you.
problem-not-allowed-role = This takes the role “{ $role }” here. An owner can give it to you.
problem-session-needed = Only from the desk
problem-session-needed-detail = What concerns your own log-in is done with the desk’s session, not with a token.
problem-already-moderator = They are a moderator already
problem-already-moderator-detail = Change what they may do instead of inviting them again.
problem-second-factor-in-force = A second factor is in force already
problem-second-factor-in-force-detail = Take it away first, with your password; then set the new one.
problem-last-owner = Somebody has to be an owner
problem-last-owner-detail = Nobody would be an owner of every site any more. Make somebody else one first.
problem-unknown-person = There is nobody like that
problem-unknown-person-detail = The id or the address belongs to no moderator, or the invitation is not open any more.
problem-forged-request = The request does not come from our own page
problem-forged-request-detail = The form’s token is missing or belongs to another session. Open the page again and repeat what you did.
problem-thread-closed = Comments are closed
problem-thread-closed-detail = No more comments are taken under this article. Your comment was not kept; copy it if you want to keep it.
problem-not-found = There is nothing here
problem-not-found-detail = The address is wrong or has changed. Go back to where you came from.
problem-unknown-site = There is no such site
problem-unknown-site-detail = The address names a site that is not known here. Check the part after /sites/.
problem-unknown-thread = There is no such thread
problem-unknown-thread-detail = The address names an article that is not known here. Go back to the article and try again from there.
problem-unknown-comment = There is no such comment
problem-unknown-comment-detail = The address is not complete, or the comment was erased.
problem-method-not-allowed = This cannot be done here
problem-method-not-allowed-detail = The address exists, but it does not take this method. The API’s description at /openapi.json lists what it takes.
problem-already-decided = Somebody else has decided
problem-already-decided-detail = The comment was decided on after you read it. What stands now is shown; read it again before you decide anew.
problem-already-invited = Invited already
problem-already-invited-detail = Somebody else has invited this address already, to more than you may give. Ask an owner of every site.
problem-claimed = Somebody else is reading it
problem-claimed-detail = A colleague is reading this comment and may be about to decide. Take it over first, or come back when they have left it.
problem-count-changed = More comments match than were confirmed
problem-count-changed-detail = Since you counted, comments have come back to this tray. Nothing was decided: count again, and confirm the new number.
problem-nothing-to-undo = There is nothing to undo
problem-nothing-to-undo-detail = The last decision was taken back already, or there was none.
problem-link-expired = This link has expired
problem-link-expired-detail = Links in our mails are good for some days only. Log in at the desk to find the comment.
problem-link-expired-invitation = An invitation is for one person, once, and good for some days; a newer one stands in its place. If you have accepted it, log in at the desk; if you have a newer mail, use its link; if not, ask whoever invited you for another one.
problem-body-too-large = This is too long
problem-body-too-large-detail = More was sent than is taken here. Shorten it and send it again.
problem-wrong-content-type = Sent in a form that is not taken here
problem-wrong-content-type-detail = The API takes application/json, pages take an ordinary form. Images and files are not taken.
problem-invalid-fields = Please check what is marked
problem-invalid-fields-detail = Nothing is lost: mend what is marked and send it again.
problem-refused-by-rule = This does not keep to the netiquette yet
problem-refused-by-rule-detail = The words concerned are marked. Nothing is lost: mend them and send it again.
problem-idempotency-key-reused = This key was used for another comment
problem-idempotency-key-reused-detail = Each comment needs an Idempotency-Key of its own. Send it again with a new one.
problem-internal = Something went wrong here
problem-internal-detail = It is our fault and it was noted. Please try again in a moment; copy what you wrote before you do.
problem-rules-not-loaded = The rules were not loaded
problem-rules-not-loaded-detail = Something is wrong with the rule files, so the rules in force stay. Mend what is named here, or run `placet rules check`, and load them again.
problem-too-many-checks = Too many checks
problem-too-many-checks-detail = This address has had many drafts checked in a short time. Wait a little; sending the comment is possible all the while.
problem-too-many-streams = Too many open desks
problem-too-many-streams-detail = You have the desk open in too many places at once. Close some of them; this one goes on by itself, or when you load it again.
problem-busy = Not possible at this moment
problem-busy-detail = The server cannot take this right now and has kept nothing of it. Please try again in a moment; copy what you wrote before you do.

## The rules at the desk

rules-title = Rules
rules-failed = New rules could not be loaded
rules-failed-means = The rules below stay in force until this is mended.
rules-loaded = In force since
rules-try = Try a text
rules-text = The text
rules-pack = Pack or site
rules-read = Read it
rules-nothing = No rule finds anything.
rules-rule = Rule
rules-words = Words
rules-view = Read as
rules-word = Stands for
rules-mode = Mode
view-plain = as written
view-folded = without look-alikes
view-leet = digits as letters
view-spaced = spaced out
view-masked = masked
view-repeated = stretched
view-swapped = letters exchanged
rules-mode-off = off
rules-mode-shadow = shadow
rules-mode-enforce = in force
rules-told = What the reader would be told before sending
rules-told-nothing = Nothing.
rules-figures = hits in the last 30 days, of this version; precision is the share of decided comments that editors refused
rules-clause = Clause
rules-action = Effect
rules-hits = Hits
rules-precision = Precision
rules-last = Last hit

## Sifting the queue

filter-title = Filter
filter-any = Any
filter-search = In the text
filter-search-help = All of the words. "In quotation marks": together. A star for any ending: harb*
filter-site = Site
filter-thread = Thread (its key; choose the site too)
filter-language = Language of the text
filter-outcome = Marked at least
filter-author = Author’s email
filter-score = Score at least
filter-wrong-q = Search for at most 200 characters.
filter-wrong-site = There is no such site. Choose one of the list.
filter-wrong-thread = There is no such article on this site. Choose the site too, and write the article’s key as its page has it.
filter-wrong-author = Write a whole address, such as ann@example.org.
filter-wrong-score = Write a number from 0 to 999, such as 1.5.
filter-links = With links
filter-first = First comment of its author
filter-not = no
filter-no-rule = No rule in force has this name. What an earlier one of this name has marked is shown.
filter-apply = Show
filter-clear = Show all
filter-keep = Open the desk with this view from now on
flash-view-kept = Kept. The desk opens with this view from now on.
tongue-en = English
tongue-fr = French
tongue-es = Spanish
tongue-pt = Portuguese
tongue-ar = Arabic
tongue-zh = Chinese
tongue-ru = Russian
tongue-de = German
tongue-it = Italian
age-minutes = { $count } min
age-hours = { $count } h
age-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}

## Around a comment

around-title = Around it
around-author = The author
around-first-seen = First seen
around-names = Also signs as:
around-namesakes = Others under this name, approved here:
around-all = Comments of this author that wait
around-latest = Latest comments
around-above = It answers
around-neighbours = Beside it in the thread
around-similar = Similar comments, and what became of them
author-count = { $status }: { $count }

## Comments kept as tests of the rules

tests-title = Kept as tests
tests-lead = Comments on which editors went back. New rules should do what people did in the end.
tests-means = Somebody went back on this comment. Kept as a test, it shows at the rules whether they do what people did in the end.
tests-keep = Keep as a test
tests-drop = Keep as a test no longer
tests-wanted = Wanted
tests-state = The rules in force
tests-who = Kept by
tests-passes = passes { $rules }
tests-fires = is marked for “{ $clause }”
tests-fires-any = is marked
tests-holds = do so
tests-fails = do not
tests-no-pack = are not loaded
tests-layer = As a layer of rules
flash-test-kept = Kept as a test.
flash-test-dropped = It is a test no longer.

## By keyboard, and several at once

keys-title = Keys
keys-lead = Every key can be another: type it into its field. They are kept in this browser.
keys-close = Close
keys-next = Next comment
keys-previous = Previous comment
keys-approve = Approve
keys-refuse = Refuse, then a digit for the clause
keys-spam = Spam
keys-undo = Undo the last decision
keys-select = Choose for a decision on several: the keys then decide on all that are chosen
keys-open = Open the comment
keys-note = Note something for colleagues
keys-word = Write a word to the reader
keys-redact = Approve without what a rule offers to take out
keys-reopen = Back to the queue
keys-search = Filter
keys-fresh = Show what is new
keys-help = This help
keys-which = For which clause? Enter takes the one that is chosen.
several-title = All that are chosen:
several-choose = Choose the comment of
all-link = Decide on all that the filter finds…
all-title = One decision on all of them
all-count = { $count ->
    [0] Nothing here is like that any more.
    [one] One comment is like that.
   *[other] { $count } comments are like that.
}
all-more = There are more. One decision takes in the { $most } oldest; after it you can decide on the others.
all-means = Each is decided on for itself and its author gets the usual mail. The whole can be taken back at once, and each on its comment’s page. What comes in from now on is not meant.
all-back = Back to the queue
flash-count-changed = More comments match now than you had confirmed. Nothing was decided; look at the new number.
flash-several = Decided: { $count }. Not decided: { $failed }.
flash-all-decided = Decided: { $count }. Not decided: { $failed }.
left-comment = Comment
left-decided = somebody else has decided on it meanwhile, or it stands there already.
left-claimed = somebody else is reading it; take it over first.
left-gone = it is not there any more.
left-forbidden = your role does not allow it there.
left-clause = the netiquette of its site has no such clause.
left-failed = it was not decided; open it and try again.
flash-several-undone = Taken back: { $count }. Not taken back: { $failed }.
flash-nothing-chosen = Please choose comments first: tick them, or press x.

## Who reads what

claim-reads = is reading this.
claim-take-over = Take it over
filter-held = Those that others are reading, too

# Roles.
role-viewer = viewer
role-moderator = moderator
role-editor = editor
role-owner = owner

# One's own account.
account-title = Your account
account-habits = Language and mails
account-language = Language
account-mail = Send me a mail when a comment waits
account-keep = Keep
account-kept = Kept.
account-factor = Second factor
account-factor-on = Logging in asks for a code of your authenticator.
account-codes-left = Recovery codes left: { $count }.
account-factor-off = With a second factor, your password alone opens nothing.
account-factor-offer = Set up a second factor
account-factor-scan = Scan this with your authenticator, then type the code that it shows.
account-factor-picture = The secret as a picture for your authenticator
account-factor-type = Or type this into it:
account-factor-confirm = Put in force
account-factor-set = The second factor is in force.
account-factor-password = Your password, to take it away
account-factor-drop = Take the second factor away
account-factor-dropped = The second factor is gone.
account-code-wrong = This is not the code that the authenticator shows now. Check its clock and try the next one.
account-codes = Recovery codes
account-codes-means = Each opens the desk once if you lose your authenticator. They are shown this once: keep them in a safe place.
account-password-old = Present password
account-password-new = New password (at least 10 characters)
account-password-again = New password again
account-password-set = Set the new password
account-password-means = Every other session ends.
account-passwords-differ = The two new passwords are not the same.
account-password-wrong = This is not your present password.
account-sessions = Where you are logged in
account-this-session = This is the one you are using.
account-client-unknown = A browser that does not say its name
account-since = since
account-seen = last used
account-until = until
account-session-end = End
account-sessions-end = End all others
account-sessions-ended = Ended. Whoever used it is logged out.
account-tokens = API tokens
account-tokens-means = A token acts for you. It may do no more than you may, nor than it was made for.
account-token-name = What it is for
account-token-sites = On these sites only (none chosen: on all of yours)
account-token-days = Good for so many days (empty: until it is revoked)
account-token-make = Make a token
account-token-made = The token was made.
account-token-once = Your new token, shown this once
account-token-revoke = Revoke
account-token-revoked = Revoked. It opens nothing any more.
account-token-unknown = There is no such token, or it was revoked before.
account-token-fields = A token needs a name of at most 80 characters; its days are a number from 1 to 36500, or empty.

# Who may do what.
people-title = People
people-roles-mean = A viewer reads. A moderator decides. An editor also closes threads, blocks authors and keeps tests of the rules. An owner also loads the rules and says who may do what.
people-role = Role
people-everywhere = On every site
people-as-everywhere = as on every site
people-nothing = nothing
people-all-sites = all sites
people-sites = On these sites only (none chosen: on all)
people-left = may do nothing any more
people-invite = Invite somebody
people-invite-send = Send the invitation
people-invitations = Invitations that wait
people-invitation-revoke = Take back
people-invitation-revoked = Taken back. Its link opens nothing any more.
people-invited = Invited. A mail is on its way.
people-access-set = So it is from now on.
people-own-sites = On these sites
people-already-invited = Somebody else has invited this address already, to more than you may give. Ask an owner of every site.
people-taken = They are a moderator already: change their role above.
people-last-owner = Nobody would be an owner of every site any more. Make somebody else one first.
people-unknown = This is not an email address, or nobody is there any more. Nothing was changed.
invitation-title = Moderate comments
invitation-lead = You are invited by
invitation-name = Your name, shown beside your decisions
invitation-accept = Accept
login-code = Code
login-code-means = The six digits that your authenticator shows, or one of your recovery codes.
login-code-wrong = This code is not right, or it was used before. Wait for the next one.
login-late = That took too long: please log in again.

# What others do while a page of the desk is open.
live-approved = { $who } has approved this.
live-refused = { $who } has refused this.
live-spam = { $who } has marked this as spam.
live-pending = { $who } has put this back in the queue.
live-kept = { $who } has kept this.
live-reported = A reader has reported this comment.
live-noted = { $who } has written a note.
live-nothing = Nothing is new.
live-somebody = Somebody
live-new-one = 1 new comment
live-new-many = # new comments
live-show = Show
live-away = The connection is lost. What others do will appear when it is back.
live-reset = Much has happened while this page was away.

## Whom editors trust, hold and block

standings-title = Trusted and blocked
standings-lead = Nothing is published by a machine: comments of trusted authors wait too, at the end. What a block refuses is not kept, only counted.
standings-all = All of them
standings-none = Nobody.
standing-add = Add one
standing-set = Trust, hold or block
standing-what = What is to be done
standing-trust-author = Trust this author: what they write waits at the end of the queue, unless a rule holds it
standing-hold-author = Always hold: what they write waits among what rules hold, whatever they say of it
standing-block-author = Block this address: nothing is taken from it
standing-block-domain = Block the domain of this address, with its subdomains
standing-kind = What
standing-trust = Trust
standing-hold = Always hold
standing-block = Block
standing-is-trust = Trusted author
standing-is-hold = Always held
standing-is-block = Blocked
standing-subject = Of what kind
standing-subject-email = Email address
standing-subject-domain = Mail domain
standing-subject-ip = IP address or range
standing-value = Whom
standing-value-means = An email address, a domain such as example.org, or an IP range such as 203.0.113.0/24. Placet keeps no reader’s IP address: a range is typed by hand, from your proxy’s log.
standing-site = Where
standing-everywhere = On all sites
standing-until = Until
standing-until-means = The whole day counts, in UTC. For good if it is left empty.
standing-ends = until { $until } UTC
standing-for-good = for good
standing-reason = Reason, for colleagues
standing-keep = Set it
standing-confirm = I have seen whom this concerns besides, and mean it.
standing-state = State
standing-state-in-force = In force
standing-state-expired = Expired
standing-state-lifted = Lifted
standing-lift = Lift
standing-lifted-by = lifted by
standing-met = { $count ->
    [one] met once
   *[other] met { $count } times
}
standing-never-met = never met
filter-trusted = Of trusted authors, and held by nothing
flash-standing-set = Set. It is in force from now on.
flash-standing-lifted = Lifted. It acts no more.
problem-blocked = Comments from here are not taken at present
problem-blocked-detail = This newsroom takes no comments from here until further notice. Yours was not kept; what you wrote is still here to be copied.
problem-blocked-until = This newsroom takes no comments from here until { $until } UTC. Yours was not kept; what you wrote is still here to be copied.
problem-blocked-contact = If you think that this is a mistake, you can reach the newsroom at { $contact }
problem-unknown-standing = There is no such entry
problem-unknown-standing-detail = It does not exist, or it was lifted already. The list shows how things stand.
problem-confirmation-needed = Please look once more
problem-confirmation-needed-detail = This would concern others besides. Confirm it if you mean it.
problem-confirmation-people = This would concern { $authors ->
    [0] nobody who has written here so far
    [one] one author who has written here
   *[other] { $authors } authors who have written here
}{ $moderators ->
    [0] {""}
    [one] , and one moderator
   *[other] , and { $moderators } moderators
}. Confirm it if you mean it.
problem-confirmation-wide = This is a range of very many addresses, of people nobody knows. Confirm it if you mean it, or choose a narrower one.

# Readers' reports.
thread-report = Report
report-title = Report this comment
report-lead = An editor reads every report. The comment stays published until then; nobody is told who reported it.
report-clause = What is wrong with it?
report-other = Something else
report-word = A word to the editors (optional)
report-send = Send the report
report-back = Back to the comments
report-thanks = Thank you. An editor will look at it.
report-open = Reported
report-settled = Report settled
desk-reports = What readers report
desk-keep = Keep it
tray-reported = Reported
form-clause = What is wrong with it?
form-word = A word to the editors
problem-too-many-reports = Too many reports
problem-too-many-reports-detail = Many comments were reported from this address in a short time. Please wait a little, and send it again.
flash-kept = Kept. The comment stays published, its reports are settled.
trail-kept = { $who } kept it; its reports are settled
reports-more = { $count ->
    [one] and one report more
   *[other] and { $count } reports more
}
