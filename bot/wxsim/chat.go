package wxsim

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// help lists what a chat takes besides messages.
const help = `/follow [scene]  /unfollow  /scan scene  /menu key  /image
/as N            write as person N (3 is the moderator; a new one if there is none)
/start  /end     set the clock to the start or the end of the class
/next [minutes]  move the clock on (10 minutes if not said)
/help  /quit     anything else is sent as a message`

// chat is the state of a terminal conversation.
type chat struct {
	sim    *Sim
	person int
	// seen is how many lines of each phone were shown.
	seen map[int]int
}

// news are the lines that came to the phone by themselves.
func (c *chat) news(reply string) (out []string) {
	lines, n := c.sim.since(c.person, c.seen[c.person])
	if c.seen == nil {
		c.seen = map[int]int{}
	}
	c.seen[c.person] = n
	for _, l := range lines {
		if l.From == "me" || l.From == "note" && strings.HasPrefix(l.Text, "/") {
			continue
		}
		if l.Text == reply {
			reply = "\x00" // shown already
			continue
		}
		out = append(out, mark("⇢ ", l.Text)...)
	}
	return out
}

// answer is what one line of input leads to.
type answer struct {
	lines []string
	quit  bool
}

// line takes one line of input: a message, or a command behind a slash.
func (c *chat) line(ctx context.Context, in string) answer {
	in = strings.TrimSpace(in)
	if in == "" {
		return answer{}
	}
	if !strings.HasPrefix(in, "/") {
		return c.do(ctx, Action{Kind: "text", Value: in})
	}
	cmd, arg, _ := strings.Cut(in[1:], " ")
	arg = strings.TrimSpace(arg)
	switch cmd {
	case "follow", "unfollow", "scan", "image":
		return c.do(ctx, Action{Kind: cmd, Value: arg, Label: "/" + cmd})
	case "menu":
		return c.do(ctx, Action{Kind: "click", Value: arg, Label: "/menu"})
	case "as":
		return c.as(arg)
	case "start", "end":
		c.sim.Move(cmd, 0)
		return c.clock()
	case "next":
		return c.next(arg)
	case "quit", "exit":
		return answer{quit: true}
	case "help":
		return answer{lines: strings.Split(help, "\n")}
	default:
		return answer{lines: []string{"unknown command /" + cmd + "; /help lists them"}}
	}
}

func (c *chat) do(ctx context.Context, a Action) answer {
	a.Person = c.person
	x, err := c.sim.Do(ctx, a)
	switch {
	case err != nil:
		return answer{lines: []string{"error: " + err.Error()}}
	case x.Failure != "":
		return answer{lines: append([]string{x.Text, "(" + x.Failure + ")"}, c.news(x.Text)...)}
	case x.Text == "":
		return answer{lines: append([]string{"(no reply)"}, c.news("")...)}
	default:
		return answer{lines: append(mark("◂ ", x.Text), c.news(x.Text)...)}
	}
}

// mark puts a mark before the first line of a text and indents the rest.
func mark(with, text string) []string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		if i == 0 {
			lines[i] = with + lines[i]
		} else {
			lines[i] = "  " + lines[i]
		}
	}
	return lines
}

func (c *chat) as(arg string) answer {
	n, err := strconv.Atoi(arg)
	if err != nil || n < 1 || n > maxPeople {
		return answer{lines: []string{"/as wants a number from 1"}}
	}
	for {
		if _, err := c.sim.person(n - 1); err == nil {
			break
		}
		c.sim.Add()
	}
	c.person = n - 1
	return c.clock()
}

func (c *chat) next(arg string) answer {
	minutes := 10
	if arg != "" {
		n, err := strconv.Atoi(arg)
		if err != nil {
			return answer{lines: []string{"/next wants minutes"}}
		}
		minutes = n
	}
	c.sim.Move("", time.Duration(minutes)*time.Minute)
	return c.clock()
}

// clock shows who writes, and when.
func (c *chat) clock() answer {
	return answer{lines: append([]string{c.status()}, c.news("")...)}
}

func (c *chat) status() string {
	p, err := c.sim.person(c.person)
	if err != nil {
		return err.Error()
	}
	return p.Name + " · " + c.sim.Clock.Now().In(c.sim.Zone).Format("2006-01-02 15:04")
}

// Plain runs a chat on plain lines, for pipes and scripts: each line of input
// is a message or a command, replies go to out. It ends with the input.
func (s *Sim) Plain(ctx context.Context, in io.Reader, out io.Writer) error {
	c := &chat{sim: s}
	fmt.Fprintln(out, c.status())
	lines := bufio.NewScanner(in)
	for lines.Scan() && ctx.Err() == nil {
		a := c.line(ctx, lines.Text())
		for _, l := range a.lines {
			fmt.Fprintln(out, l)
		}
		if a.quit {
			return nil
		}
	}
	return lines.Err()
}
