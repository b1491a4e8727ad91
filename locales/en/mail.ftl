# What mails say. The same sentences stand in the HTML part and in the plain text part: no markup here.

mail-greeting = Hello { $name },
mail-quoted = “{ $words }”
mail-netiquette = Read the netiquette
mail-private-link = The link to your comment’s page is private: please do not pass it on.
mail-because = { $site } sends you this mail because you left a comment there with this address.

## To a moderator: a comment waits

mail-waiting-subject = A comment waits on “{ $title }”
mail-waiting-title = A comment waits for a decision
mail-waiting-lead = { $author } wrote on “{ $title }” ({ $site }):
mail-waiting-marked = What the rules marked
mail-waiting-unmarked = The rules marked nothing.
mail-waiting-act = Read and decide
mail-waiting-desk = Go to the queue
mail-waiting-article = Go to the article
mail-waiting-safe = Opening a link changes nothing: the decision is taken with the buttons on the page.
mail-waiting-because = { $site } sends you this mail because you moderate its comments.

## To the reader: we have it

mail-received-subject = We have your comment on “{ $title }”
mail-received-title = We have your comment
mail-received-lead = Thank you. Your comment on “{ $title }” has reached { $site }:
mail-received-next = It is not published yet: an editor reads every comment first. Your comment’s page shows at any time where it stands.
mail-received-status = See where it stands

## To the reader: it is published

mail-published-subject = Your comment on “{ $title }” is published
mail-published-title = Your comment is published
mail-published-lead = Thank you for taking part. Your comment on “{ $title }” can now be read at { $site }:
mail-published-redacted = An editor took something out that the netiquette protects, such as an address or a number; the rest is as you wrote it.
mail-published-read = Read it on the page

## To the reader: it is not published, and why

mail-refused-subject = Your comment on “{ $title }” is not published
mail-refused-title = Your comment is not published
mail-refused-lead = We read your comment on “{ $title }” at { $site } and do not publish it:
mail-refused-why = Why
mail-refused-clause = It does not keep to this point of our netiquette:
mail-refused-words = The words concerned:
mail-refused-note = The editor adds:
mail-refused-how = How this was decided
mail-refused-how-person = An editor read your comment and took this decision. No automatic means found anything in it or decided about it.
mail-refused-how-marked = An automatic rule pointed to your comment. An editor then read it and took this decision; no machine decided.
mail-refused-how-automatic = An automatic rule found this in your comment and took this decision. If you ask, a person will look at it again.
mail-refused-measure = We looked at it of our own accord, as we do with every comment. It is not shown on our site in any country, without limit of time.
mail-refused-redress = What you can do
mail-refused-mend = You are welcome to write it again in a way that keeps to the netiquette.
mail-refused-by-reply = If you think that we are wrong, just answer this mail within six months and say why. A person in the newsroom will read your answer and look at your comment again. It costs nothing.
mail-refused-by-page = If you think that we are wrong, ask for another look within six months and say why. A person in the newsroom will decide, and it costs nothing.
mail-refused-by-newsroom = If you think that we are wrong, write to the newsroom within six months and say why. A person will look at your comment again, and it costs nothing.
mail-refused-appeal = Ask for another look
mail-refused-elsewhere = You can also turn to a certified out-of-court dispute settlement body, or to a court.
mail-refused-status = See your comment’s page

## To somebody who may become a moderator

mail-invitation-subject = { $title } invites you to moderate comments
mail-invitation-title = An invitation
mail-invitation-lead = { $inviter } invites you to the desk on which comments are moderated, as { $role }.
mail-invitation-accept = Choose a name and a password
mail-invitation-until = The link is good until { $until } UTC, and only once. Opening it changes nothing.
mail-invitation-because = If you did not expect this, do nothing: without you no account is made.
