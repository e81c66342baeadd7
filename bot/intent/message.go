package intent

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"zhujiao/bot"
	"zhujiao/bot/text"
)

// source says what kind of message came in.
func source(m *bot.Message) bot.Source {
	switch m.Kind {
	case bot.KindText:
		return bot.SourceText
	case bot.KindImage, bot.KindVoice, bot.KindVideo, bot.KindLocation, bot.KindLink:
		return bot.SourceAttachment
	case bot.KindEvent:
		return eventSource(m.Event)
	case bot.KindOther:
		return bot.SourceOther
	default:
		return bot.SourceOther
	}
}

func eventSource(e bot.Event) bot.Source {
	switch e {
	case bot.EventSubscribe, bot.EventScan:
		return bot.SourceArrival
	case bot.EventUnsubscribe:
		return bot.SourceDeparture
	case bot.EventClick:
		return bot.SourceMenu
	case bot.EventMassFinished:
		return bot.SourceMassResult
	case bot.EventView:
		return bot.SourceSystem
	default:
		return bot.SourceSystem
	}
}

// number returns the number that was typed, or that belongs to the line that was
// tapped; 0 for none.
func number(m *bot.Message) int {
	if m.Kind != bot.KindText {
		return 0
	}
	said := m.Folded
	if m.MenuID != "" {
		said = m.MenuID
	}
	if said == "" || said[0] > '9' { // nearly every text; the error would cost more than all else here
		return 0
	}
	n, err := strconv.Atoi(said)
	if err != nil {
		return 0
	}
	return max(0, n)
}

// bindWord is the command that makes its sender a moderator.
const bindWord = "绑定"

// staffLine returns what follows the # of a moderator's command, with a space behind
// its word even if none was typed: 「#答U12」 is 「答 U12」, 「#停！」 is 「停 ！」. It finds a
// command only in an encrypted push: the signature of a plaintext push does not cover
// its body. What was tapped is no command, because somebody else has written the line
// (ruling 34).
func staffLine(m *bot.Message) bot.StaffLine {
	if m.Kind != bot.KindText || !m.Encrypted || m.MenuID != "" {
		return bot.StaffLine{}
	}
	s := strings.TrimSpace(m.Text)
	rest, ok := strings.CutPrefix(s, "#")
	if !ok {
		rest, ok = strings.CutPrefix(s, "＃")
	}
	if !ok {
		return bot.StaffLine{}
	}
	rest = strings.TrimSpace(rest)
	i := strings.IndexFunc(rest, func(r rune) bool { return r <= 0x7f || r == '　' || unicode.IsPunct(r) })
	if i > 0 && rest[i] != ' ' {
		rest = rest[:i] + " " + rest[i:]
	}
	line := strings.ReplaceAll(rest, "　", " ")
	word, args, _ := strings.Cut(line, " ")
	return bot.StaffLine{Line: line, Binding: text.Fold(word) == bindWord && len(Arguments(args)) == 1}
}

// Arguments splits what follows a moderator's command word, except for commands
// that end in free text.
func Arguments(rest string) []string {
	words := strings.FieldsFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("、，；;", r) })
	for i, w := range words {
		words[i] = text.Tidy(w)
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}

// IsStaffLine reports whether a message has the form of a moderator's command.
func IsStaffLine(m *bot.Message) bool { return staffLine(m).Line != "" }

// CodeIn returns the code that a command confirms, or "" for any other message.
func CodeIn(m *bot.Message) string {
	word, rest, _ := strings.Cut(staffLine(m).Line, " ")
	args := Arguments(rest)
	if text.Fold(word) != confirmStaffWord || len(args) != 1 {
		return ""
	}
	return args[0]
}

// confirmStaffWord is the command that carries out what waits for a code.
const confirmStaffWord = "确认"
