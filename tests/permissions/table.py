"""The table: everything that can be done, and what is expected to come of it for every kind of person.

What is done, in private unless it says `group`, where `new` and `blocked` act too; they press in the channel:
    say      writes it, in private; who has no open chat with the bot writes it in a group, nobody in the channel
    group    writes or presses it in a group
    press    presses a button that says so, whether one was ever shown to them or not
    type     has a form of that kind open at that step, as a coordinator who is none any more might, and types
    +chat admin: the network says that they are an administrator of the chat

Alice, the coordinator, posted the soup; {post}, {edit} … are her forms, {my_post} … the actor's own. {bobs} is the
place of who is on it, {wendys} and {offered} belong to who waits, {oles} to who was taken off, {guests} and {queued}
to guests. {secret} is shown in one channel only, and opened by {key}.

What comes of it:
    sees     an answer, and nothing changes              own      changes what is theirs
    acts     changes what is everybody's or another's    none     no answer, and nothing changes
    unknown  "I do not know this button"                 .        cannot happen
    !why     refused: only coordinators (!coord), not theirs (!yours), no such form of theirs (!draft), no
             such task for them (!task), not an administrator of the chat (!admin), taken off (!off), full (!full),
             shown anew (!anew), no such code (!code), not possible for whom it is meant (!for)
    *        and yet something of their own was written: their form, or a notice to them
"""

from collections.abc import Iterator

EXPECTED = """
                                      admin   coord   other   on it   waits   off     anyone  new     blocked nobody

say /start                            sees    sees    sees    sees    sees    sees    sees    sees    sees    none
say /help                             sees    sees    sees    sees    sees    sees    sees    sees    sees    none
say /hjaelp                           sees    sees    sees    sees    sees    sees    sees    sees    sees    none
say /find                             sees    sees    sees    sees    sees    sees    sees    sees    sees    none
say /opgaver                          sees    sees    sees    sees    sees    sees    sees    sees    sees    none
say /mine                             sees    sees    sees    sees    sees    sees    sees    sees    sees    none
say /settings                         sees    sees    sees    sees    sees    sees    sees    sees    sees    none
say /indstillinger                    sees    sees    sees    sees    sees    sees    sees    sees    sees    none
say /privacy                          sees    sees    sees    sees    sees    sees    sees    sees    sees    none
say /data                             sees    sees    sees    sees    sees    sees    sees    sees    sees    none
say /link                             own     own     own     own     own     own     own     sees    sees    none
say /forbind                          own     own     own     own     own     own     own     sees    sees    none
say /link BCDFGHJK                    !code*  !code*  !code*  !code*  !code*  !code*  !code*  sees    sees    none
say /link {code}                      acts    acts    acts    acts    acts    acts    acts    acts    acts    none
say {code}                            acts    acts    acts    acts    acts    acts    acts    none    none    .
say /post                             own     sees    own     !coord  !coord  !coord  !coord  sees    sees    none
say /opret                            own     sees    own     !coord  !coord  !coord  !coord  sees    sees    none
say /post {line}                      own     own     own     !coord  !coord  !coord  !coord  sees    sees    none
say /manage                           sees    sees    sees    !coord  !coord  !coord  !coord  sees    sees    none
say /styr                             sees    sees    sees    !coord  !coord  !coord  !coord  sees    sees    none
say /start t{soup}                    sees    sees    sees    own     sees    sees    sees    sees    sees    none
say /start t{secret}                  sees    sees    !task   !task   !task   !task   !task   sees    sees    none
say /start t{secret}-{key}            sees    sees    sees    sees    sees    sees    sees    sees    sees    none
say /start gmanage                    sees    sees    sees    !coord  !coord  !coord  !coord  sees    sees    none
say /start c{untied_chat}             !admin  !admin  !admin  !admin  !admin  !admin  !admin  sees    sees    none
say /start c{untied_chat} +chat admin own     sees    own     !coord  !coord  !coord  !coord  sees    sees    none
say /start i{token}                   acts    sees    acts    acts    acts    acts    acts    sees    sees    none
say afbud                             sees    sees    sees    acts    sees    sees    sees    none    none    .
say jeg er med {run}                  own     own     own     own     own     own     own     none    none    .
say jeg er med {secret}               own     own     !task   !task   !task   !task   !task   none    none    .
say {secret}                          sees    sees    !task   !task   !task   !task   !task   none    none    .

group /connect                        sees    sees    sees    sees    sees    sees    sees    sees    sees    sees
group /tilslut                        sees    sees    sees    sees    sees    sees    sees    sees    sees    sees
group /find                           sees    sees    sees    sees    sees    sees    sees    sees    sees    none
group connect_here                    !admin  !admin  !admin  !admin  !admin  !admin  !admin  !admin  !admin  .
group connect_here +chat admin        acts    acts    acts    !coord* !coord* !coord* !coord* !coord* !coord* .

press claim:{kiosk}:{helper}          own     own     own     own     own     own     own     own     sees    .
press claim:{soup}:{pot}              !full   !full   !full   own     sees    !off    !full   !full   !full   .
press wait:{soup}:{pot}               own     own     own     own     sees    !off    own     own     own     .
press claim:{secret}:{den}            own     own     !task   !task   !task   !task   !task   !task   !task   .
press claim:{secret}:{den}:{key}      own     own     own     own     own     own     own     own     own     .
press wait:{secret}:{den}             own     own     !task   !task   !task   !task   !task   !task   !task   .
press move:{kiosk}:{helper}           own     own     own     own     own     own     own     own     own     .
press move:{secret}:{den}             own     own     !task   !task   !task   !task   !task   !task   !task   .
press leave:{bobs}                    !yours  !yours  !yours  acts    !yours  !yours  !yours  !yours  !yours  .
press leave:{wendys}                  !yours  !yours  !yours  !yours  own     !yours  !yours  !yours  !yours  .
press leave:{guests}                  !yours  !yours  !yours  !yours  !yours  !yours  !yours  !yours  !yours  .
press no:{offered}                    !yours  !yours  !yours  !yours  own     !yours  !yours  !yours  !yours  .
press yes:{offered}                   !yours  !yours  !yours  !yours  own     !yours  !yours  !yours  !yours  .
press undo:{given}                    !yours  !yours  !yours  own     !yours  !yours  !yours  !yours  !yours  .
press keep:{bobs}                     !yours  !yours  !yours  sees    !yours  !yours  !yours  !yours  !yours  .
press link_code                       own     own     own     own     own     own     own     own     own     .
press unlink:1                        !anew   !anew   !anew   !anew   !anew   !anew   !anew   !anew   !anew   .
press fetch                           sees    sees    sees    sees    sees    sees    sees    sees    sees    .
press erase:{bob}                     !anew   !anew   !anew   acts    !anew   !anew   !anew   !anew   !anew   .
press erase:{me}                      own     acts    acts    acts    own     own     own     own     own     .
press speak:en                        own     own     own     own     own     own     own     own     own     .
press remind:60                       own     own     own     own     own     own     own     own     own     .
press hush:60:120                     own     own     own     own     own     own     own     own     own     .
press hush_write                      own     own     own     own     own     own     own     own     own     .
press hush_stop:{quiet}               sees    own     sees    sees    sees    sees    sees    sees    sees    .
press connect:{untied}:{org}          !admin  acts    !admin  !admin  !admin  !admin  !admin  !admin  !admin  .
press connect:{untied}:0              !admin  !coord  !admin  !admin  !admin  !admin  !admin  !admin  !admin  .
press connect_here                    !admin  !admin  !admin  !admin  !admin  !admin  !admin  !admin  !admin  .
press connect_here +chat admin        !admin  !admin  !admin  !admin  !admin  !admin  !admin  !coord* !coord* .
press post                            own     sees    own     !coord  !coord  !coord  !coord  !coord  !coord  .
press post:new                        own     own     own     !coord  !coord  !coord  !coord  !coord  !coord  .
press publish:{post}                  !draft  acts    !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press publish:{my_post}               acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press discard:{post}                  !draft  own     !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press discard:{my_post}               own     own     own     own     own     own     own     own     own     .
press discard:{my_edit}               own     own     own     own     own     own     own     own     own     .
press discard:{my_message}            own     own     own     own     own     own     own     own     own     .
press fix:{post}                      !draft  own     !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press fix:{my_post}                   own     own     own     own     own     own     own     own     own     .
press answer:{post}:title             !draft  sees    !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press answer:{my_post}:title          sees    sees    sees    sees    sees    sees    sees    sees    sees    .
press field:{post}:title              !draft  own     !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press field:{my_post}:title           own     own     own     own     own     own     own     own     own     .
press field:{my_edit}:title           own     own     own     own     own     own     own     own     own     .
press preview:{post}                  !draft  own     !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press preview:{my_post}               sees    sees    sees    sees    sees    sees    sees    sees    sees    .
press preview:{my_edit}               sees    sees    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press back:{post}                     !draft  own     !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press back:{my_post}                  sees    sees    sees    sees    sees    sees    sees    sees    sees    .
press skip:{post}:details             !draft  own     !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press skip:{my_post}:details          sees    sees    sees    sees    sees    sees    sees    sees    sees    .
press span:{post}:{span}              !draft  own     !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press span:{my_post}:{span}           own     own     own     own     own     own     own     own     own     .
press resume:{post}                   !draft  own     !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press resume:{my_post}                sees    sees    sees    sees    sees    sees    sees    sees    sees    .
press more:{post}                     !draft  own     !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press more:{my_post}                  own     own     own     own     own     own     own     own     own     .
press only_channel:{post}             !draft  own     !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press only_channel:{my_post}          own     own     own     own     own     own     own     own     own     .
press in_channel:{post}:{channel}     !draft  own     !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press in_channel:{my_post}:{channel}  own     own     own     own     own     own     own     own     own     .
press for_org:{post}:{org}            !draft  own     !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press for_org:{my_post}:{org}         sees    sees    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press edit:{soup}                     own     own     !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press save:{edit}:{revision}          !draft  own     !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press save:{my_edit}:{revision}       own     own     !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press cancel:{soup}                   acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press restore:{baking}                acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press close:{soup}                    acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press reopen:{soup}                   acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press again:{soup}                    acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press also:{soup}:{annexe}            acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press also:{soup}:{abroad}            !coord  !coord  !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press invite:{org}                    acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press remove:{bobs}                   acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press remove:{guests}                 acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press unremove:{oles}                 acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press seat:{wendys}                   !for    !for    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press seat:{queued}                   acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press add:{soup}                      own     own     !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press put:{helper}:{ole}              acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press line:{pot}:{ole}                !for    !for    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press line:{helper}:{bob}             acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press guest:{add}                     !draft  !for    !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press guest:{my_add}                  !for    !for    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press guest_line:{add}                !draft  acts    !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press guest_line:{my_add}             acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press message:{soup}                  own     own     !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press rewrite:{message_form}          !draft  own     !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press rewrite:{my_message}            own     own     !coord* !coord* !coord* !coord* !coord* !coord* !coord* .
press also_waiting:{message_form}     !draft  own     !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press also_waiting:{my_message}       own     own     !coord* !coord* !coord* !coord* !coord* !coord* !coord* .
press send:{message_form}             !draft  acts    !draft  !draft  !draft  !draft  !draft  !draft  !draft  .
press send:{my_message}               acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press role:{org}                      !server !server !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press unrole:{org}:1                  !server !server !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press events:{org}:yes                !server !server !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press speak_in:{channel}:en           acts    acts    !coord  !coord  !coord  !coord  !coord  !coord  !coord  .
press home                            sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press help                            sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press task:{soup}                     sees    sees    sees    own     sees    sees    sees    unknown unknown .
press task:{secret}                   sees    sees    !task   !task   !task   !task   !task   unknown unknown .
press task:{secret}:{key}             sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press find:all:0                      sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press mine                            sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press settings                        sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press language                        sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press reminders                       sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press quiet                           sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press linking                         sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press unlink_ask:1                    !anew   !anew   !anew   !anew   !anew   !anew   !anew   unknown unknown .
press privacy                         sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press my_data                         sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press forget                          sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press connect_ask:{untied}            !admin  sees    !admin  !admin  !admin  !admin  !admin  unknown unknown .
press draft:{post}                    !draft  sees    !draft  !draft  !draft  !draft  !draft  unknown unknown .
press draft:{edit}                    !draft  sees    !draft  !draft  !draft  !draft  !draft  unknown unknown .
press draft:{message_form}            !draft  sees    !draft  !draft  !draft  !draft  !draft  unknown unknown .
press draft:{add}                     !draft  sees    !draft  !draft  !draft  !draft  !draft  unknown unknown .
press draft:{my_post}                 sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press draft:{my_edit}                 sees    sees    !coord  !coord  !coord  !coord  !coord  unknown unknown .
press draft:{my_message}              sees    sees    !coord  !coord  !coord  !coord  !coord  unknown unknown .
press draft:{my_add}                  sees    sees    !coord  !coord  !coord  !coord  !coord  unknown unknown .
press draft:{my_quiet}                sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press manage                          sees    sees    sees    !coord  !coord  !coord  !coord  unknown unknown .
press steer:{soup}                    sees    sees    !coord  !coord  !coord  !coord  !coord  unknown unknown .
press cancel_ask:{soup}               sees    sees    !coord  !coord  !coord  !coord  !coord  unknown unknown .
press roster:{soup}                   sees    sees    !coord  !coord  !coord  !coord  !coord  unknown unknown .
press whom:{add}                      !draft  sees    !draft  !draft  !draft  !draft  !draft  unknown unknown .
press whom:{my_add}                   sees    sees    !coord  !coord  !coord  !coord  !coord  unknown unknown .
press sent:{message}                  sees    sees    !coord  !coord  !coord  !coord  !coord  unknown unknown .
press channels                        sees    sees    sees    sees    sees    sees    sees    unknown unknown .
press server:{org}                    !server !server !coord  !coord  !coord  !coord  !coord  unknown unknown .
press channel:{channel}               sees    sees    !coord  !coord  !coord  !coord  !coord  unknown unknown .

type post title | Suppe               own     own     own     own     own     own     own     none    none    .
type post when | 12/12 14-16          own     own     own     own     own     own     own     none    none    .
type post place | Parken              own     own     own     own     own     own     own     none    none    .
type post slots | 3                   own     own     own     own     own     own     own     none    none    .
type post benefit | alle              own     own     own     own     own     own     own     none    none    .
type post details | Tag suppe med     own     own     own     own     own     own     own     none    none    .
type post be_there | 13.45            own     own     own     own     own     own     own     none    none    .
type post contact | Erik              own     own     own     own     own     own     own     none    none    .
type post afbud | 2 timer før         own     own     own     own     own     own     own     none    none    .
type post time-0 | 14-15              own     own     own     own     own     own     own     none    none    .
type post only_channel | ja           sees    sees    sees    sees    sees    sees    sees    none    none    .
type post channels | ja               sees    sees    sees    sees    sees    sees    sees    none    none    .
type post organisation | ja           sees    sees    sees    sees    sees    sees    sees    none    none    .
type post fix | ja                    sees    sees    sees    sees    sees    sees    sees    none    none    .
type post more | ja                   sees    sees    sees    sees    sees    sees    sees    none    none    .
type post preview | ja                sees    sees    sees    sees    sees    sees    sees    none    none    .
type edit title | Suppe               own     own     !coord* !coord* !coord* !coord* !coord* none    none    .
type edit when | 12/12 14-16          own     own     !coord* !coord* !coord* !coord* !coord* none    none    .
type edit place | Parken              own     own     !coord* !coord* !coord* !coord* !coord* none    none    .
type edit slots | 3                   own     own     !coord* !coord* !coord* !coord* !coord* none    none    .
type edit benefit | alle              own     own     !coord* !coord* !coord* !coord* !coord* none    none    .
type edit details | Tag suppe med     own     own     !coord* !coord* !coord* !coord* !coord* none    none    .
type edit be_there | 13.45            own     own     !coord* !coord* !coord* !coord* !coord* none    none    .
type edit contact | Erik              own     own     !coord* !coord* !coord* !coord* !coord* none    none    .
type edit afbud | 2 timer før         own     own     !coord* !coord* !coord* !coord* !coord* none    none    .
type edit time-0 | 14-15              own     own     !coord* !coord* !coord* !coord* !coord* none    none    .
type edit only_channel | ja           sees    sees    !coord  !coord  !coord  !coord  !coord  none    none    .
type edit channels | ja               sees    sees    sees    sees    sees    sees    sees    none    none    .
type edit organisation | ja           sees    sees    sees    sees    sees    sees    sees    none    none    .
type edit fix | ja                    sees    sees    sees    sees    sees    sees    sees    none    none    .
type edit more | ja                   sees    sees    sees    sees    sees    sees    sees    none    none    .
type edit preview | ja                sees    sees    !coord  !coord  !coord  !coord  !coord  none    none    .
type message text | Husk forklæde     own     own     !coord* !coord* !coord* !coord* !coord* none    none    .
type message preview | ja             sees    sees    !coord  !coord  !coord  !coord  !coord  none    none    .
type add who | Farmor                 own     own     !coord* !coord* !coord* !coord* !coord* none    none    .
type quiet hours | 22-7               own     own     own     own     own     own     own     none    none    .
"""

NAMES = ("admin", "coord", "other", "on it", "waits", "off", "anyone", "new", "blocked", "nobody")
"""The columns: an admin, the coordinator, one of another organisation, on the task, in line, taken off, who has only
started the bot, who never has, who has blocked it, and a channel's own post or an anonymous administrator."""

FIRST, EACH = 38, 8


def rows() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each deed with its expected cells, in the order of NAMES."""
    for line in EXPECTED.strip("\n").splitlines()[1:]:
        if line.strip():
            yield line[:FIRST].strip(), tuple(line[FIRST:].split())


def shown(label: str, cells: tuple[str, ...]) -> str:
    return f"{label:{FIRST}}" + "".join(f"{cell:{EACH}}" for cell in cells).rstrip()
