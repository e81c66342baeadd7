package bottest

import (
	"fmt"
	"strings"
)

// Step is one line of a transcript, with its continuation lines:
//
//	# a comment; # 改 旧 => 新 changes the file beforehand, # 另场 编号 天数 旧 => 新；旧 => 新 opens a further class
//	时钟 7月7日 20:50        sets the clock
//	过 31 秒                 moves the clock forward
//	改 名额: 2 => 名额: 3      changes the campaign file, which is taken over
//	小林 ▸ 报名              a person types; 〈关注 reg-article〉 〈扫码 …〉 〈菜单 报名〉 〈取关〉 〈图片〉 are events
//	◂ 报名成功！              the reply, with further lines indented by two spaces; ◂ (不回复) is silence
//	小林 ⇢ 好消息！            a message that the bot sends by itself
//	群 ⇢ 【待答】U1 …         a message of the group robot
type Step struct {
	Line int
	// Kind is clock, wait, edit, say, reply, push or robot.
	Kind string
	Who  string
	Text string
}

// Silence is the text of a reply step for a message that is not answered.
const Silence = "(不回复)"

// Parse parses a transcript. The error names the first line that is not a step.
func Parse(s string) ([]Step, error) {
	var steps []Step
	for i, line := range strings.Split(s, "\n") {
		if rest, ok := strings.CutPrefix(line, "  "); ok && len(steps) > 0 {
			steps[len(steps)-1].Text += "\n" + rest
			continue
		}
		if line = strings.TrimRight(line, " "); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		st, ok := parseLine(line)
		if !ok {
			return nil, fmt.Errorf("line %d: %q is not a step", i+1, line)
		}
		st.Line = i + 1
		steps = append(steps, st)
	}
	return steps, nil
}

func parseLine(line string) (Step, bool) {
	for prefix, kind := range map[string]string{"时钟 ": "clock", "过 ": "wait", "改 ": "edit", "◂ ": "reply"} {
		if rest, ok := strings.CutPrefix(line, prefix); ok {
			return Step{Kind: kind, Text: rest}, true
		}
	}
	if who, text, ok := strings.Cut(line, " ▸ "); ok {
		return Step{Kind: "say", Who: who, Text: text}, true
	}
	who, text, ok := strings.Cut(line, " ⇢ ")
	if ok && who == "群" {
		return Step{Kind: "robot", Text: text}, true
	}
	return Step{Kind: "push", Who: who, Text: text}, ok
}

// Format writes steps as a transcript and keeps the comments and blank lines that stand
// before each step in the original.
func Format(original string, steps []Step) string {
	var b strings.Builder
	lines, next := strings.Split(original, "\n"), 0
	for _, st := range steps {
		for ; next < st.Line-1 && next < len(lines); next++ {
			if l := lines[next]; l == "" || strings.HasPrefix(l, "#") {
				b.WriteString(l + "\n")
			}
		}
		b.WriteString(st.format() + "\n")
	}
	return b.String()
}

func (s Step) format() string {
	text := strings.ReplaceAll(s.Text, "\n", "\n  ")
	switch s.Kind {
	case "clock":
		return "时钟 " + text
	case "wait":
		return "过 " + text
	case "edit":
		return "改 " + text
	case "say":
		return s.Who + " ▸ " + text
	case "reply":
		return "◂ " + text
	case "robot":
		return "群 ⇢ " + text
	default:
		return s.Who + " ⇢ " + text
	}
}
