"""What was not understood in a date, a count or a line: what it was, and what to write instead."""

from bot.unclear import Part, Reason, Unclear
from bot.wording.words import Words, quoted, sentence


def reason(unclear: Unclear, words: Words) -> str:
    """One or two sentences, with the facts."""
    return sentence(_about_days(unclear, words))


def _about_days(unclear: Unclear, words: Words) -> str:
    day = words.calendar_day(unclear.day) if unclear.day else ""
    match unclear.reason:
        case Reason.WRONG_WEEKDAY if unclear.weekday is not None:
            weekday = words.weekday(unclear.weekday)
            said = words.say("You wrote {weekday}, but that day is {date}.", weekday=weekday, date=day)
            return f"{said} {_which(unclear, words)}"
        case Reason.PAST:
            return words.say("That time has passed ({date}). Please write a later one.", date=day)
        case Reason.TOO_FAR:
            return words.say("{date} is too far ahead for me. Please write a day that is nearer.", date=day)
        case Reason.NO_SUCH_DATE:
            return words.say("The date “{piece}” does not exist. Please write the day again.", piece=_piece(unclear))
        case Reason.AFTER_START:
            return words.say("By then the task will have begun ({date}). Please write an earlier time.", date=day)
        case Reason.AMBIGUOUS:
            several = words.say("That can be read in more than one way.")
            return f"{several} {_which(unclear, words)}"
    return _about_times(unclear, words)


def _about_times(unclear: Unclear, words: Words) -> str:
    match unclear.reason:
        case Reason.NO_SUCH_TIME if unclear.candidates:
            skipped = words.say("The clocks go forward that night, so that time does not exist.")
            return f"{skipped} {_which(unclear, words)}"
        case Reason.NO_SUCH_TIME:
            return words.say("“{piece}” is not a time of day. Write for example 14 or 14.30", piece=_piece(unclear))
        case Reason.TWICE:
            doubled = words.say("The clocks go back that night, so that time comes twice.")
            return f"{doubled} {_which(unclear, words)}"
        case Reason.ENDS_BEFORE_START:
            return words.say("The end must come after the start. Write for example 14-17")
        case Reason.TOO_LONG:
            return words.count(
                "A task can last {n} day at most. Make it shorter, or post several.",
                "A task can last {n} days at most. Make it shorter, or post several.",
                unclear.most or 0,
            )
    return _about_what_lacks(unclear, words)


def _about_what_lacks(unclear: Unclear, words: Words) -> str:
    piece = _piece(unclear)
    match unclear.reason:
        case Reason.NO_DATE if piece:
            return words.say("I see no day in “{piece}”. Write for example Saturday, tomorrow or 24/1", piece=piece)
        case Reason.NO_DATE:
            return words.say("Which day? Write for example Saturday, tomorrow or 24/1")
        case Reason.NO_TIME if piece:
            return words.say("I see no time of day in “{piece}”. Write for example 14 or 14.30", piece=piece)
        case Reason.NO_TIME:
            return words.say("At what time? Write for example 14 or 14.30")
        case Reason.NO_END:
            return words.say("When does it end? Write the start and the end, for example 14-17")
        case Reason.MISSING_PART if unclear.part:
            return words.say("Something is missing: {part}. Please write it too.", part=_part(unclear.part, words))
        case Reason.TOO_MANY_PARTS:
            return words.say(
                "There are {most} parts, so I do not know where “{piece}” belongs."
                " The parts are: title | when | where | how many | who benefits",
                most=unclear.most,
                piece=piece,
            )
    return _about_counts(unclear, words)


def _about_counts(unclear: Unclear, words: Words) -> str:
    piece, most = _piece(unclear), unclear.most
    match unclear.reason:
        case Reason.BAD_COUNT if piece:
            return words.say(
                "I cannot see how many people you need in “{piece}”. Write for example 4, or: cook 1, helper 3",
                piece=piece,
            )
        case Reason.BAD_COUNT:
            return words.say("How many people do you need? Write for example 4, or: cook 1, helper 3")
        case Reason.TOO_MANY:
            return words.say("“{piece}” is too many. A role has {most} places at most.", piece=piece, most=most)
        case Reason.TOO_MANY_SLOTS:
            return words.say("A task has {most} roles at most. Write fewer, or post several tasks.", most=most)
        case Reason.NO_NAME:
            return words.say(
                "One role has no name, only a number ({piece}). Write for example: cook 1, helper 3", piece=piece
            )
        case Reason.NAME_TOO_LONG:
            return words.say("“{piece}” is too long for a role: {most} characters at most.", piece=piece, most=most)
        case Reason.SAME_NAME:
            return words.say("Two roles are called “{piece}”. Give them different names.", piece=piece)
    if piece:
        return words.say("I did not understand “{piece}”. Please write it in another way.", piece=piece)
    return words.say("I did not understand that. Please write it in words.")


def _which(unclear: Unclear, words: Words) -> str:
    """The times that were perhaps meant, by name."""
    meant = [words.span(span.starts_at, span.ends_at) for span in unclear.spans]
    meant = meant or [words.at(moment) for moment in unclear.candidates]
    if not meant:
        return words.say("Please write the day again.")
    return words.say("Do you mean {times}?", times=words.either(meant[:4]))


def _part(part: Part, words: Words) -> str:
    match part:
        case Part.TITLE:
            return words.say("what needs doing")
        case Part.WHEN:
            return words.say("when")
        case Part.PLACE:
            return words.say("where")
        case Part.SLOTS:
            return words.say("how many people")
        case Part.BENEFIT:
            return words.say("who benefits")


def _piece(unclear: Unclear) -> str:
    return quoted(" ".join((unclear.piece or "").split()))
