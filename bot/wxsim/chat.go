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

// help lists the commands of a chat.
const help = `/follow [scene]  /unfollow  /scan scene  /menu key  /image
/as N            write as person N (3 is the moderator; a new one if there is none)
/start  /end     set the clock to the start or the end of the class
/next [minutes]  move the clock on (10 minutes if not said)
/help  /quit     anything else is sent as a message`

// chat is the state of a terminal conversation.
type chat struct {
	sim    *Sim
	person int
	// seen is the number of lines of each phone that were shown.
	seen map[int]int
}

// newLines returns the lines that the phone received since the last call, except the
// given reply, which is shown already.
func (c *chat) newLines(reply string) (out []string) {
	lines, n := c.sim.linesAfter(c.person, c.seen[c.person])
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
		out = append(out, indent("⇢ ", l.Text)...)
	}
	return out
}

// chatOutput is the result of one line of input.
type chatOutput struct {
	lines []string
	quit  bool
}

// input handles one line of input: a message, or a command that begins with a slash.
func (c *chat) input(ctx context.Context, in string) chatOutput {
	in = strings.TrimSpace(in)
	if in == "" {
		return chatOutput{}
	}
	if !strings.HasPrefix(in, "/") {
		return c.act(ctx, Action{Kind: "text", Value: in})
	}
	cmd, arg, _ := strings.Cut(in[1:], " ")
	arg = strings.TrimSpace(arg)
	switch cmd {
	case "follow", "unfollow", "scan", "image":
		return c.act(ctx, Action{Kind: cmd, Value: arg, Label: "/" + cmd})
	case "menu":
		return c.act(ctx, Action{Kind: "click", Value: arg, Label: "/menu"})
	case "as":
		return c.switchPerson(arg)
	case "start", "end":
		c.sim.Move(cmd, 0)
		return c.statusAndNews()
	case "next":
		return c.moveClock(arg)
	case "quit", "exit":
		return chatOutput{quit: true}
	case "help":
		return chatOutput{lines: strings.Split(help, "\n")}
	default:
		return chatOutput{lines: []string{"unknown command /" + cmd + "; /help lists them"}}
	}
}

func (c *chat) act(ctx context.Context, a Action) chatOutput {
	a.Person = c.person
	x, err := c.sim.Do(ctx, a)
	switch {
	case err != nil:
		return chatOutput{lines: []string{"error: " + err.Error()}}
	case x.Failure != "":
		return chatOutput{lines: append([]string{x.Text, "(" + x.Failure + ")"}, c.newLines(x.Text)...)}
	case x.Text == "":
		return chatOutput{lines: append([]string{"(no reply)"}, c.newLines("")...)}
	default:
		return chatOutput{lines: append(indent("◂ ", x.Text), c.newLines(x.Text)...)}
	}
}

// indent puts a mark before the first line of a text and indents the others.
func indent(with, text string) []string {
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

func (c *chat) switchPerson(arg string) chatOutput {
	n, err := strconv.Atoi(arg)
	if err != nil || n < 1 || n > maxPeople {
		return chatOutput{lines: []string{"/as wants a number from 1"}}
	}
	for {
		if _, err := c.sim.person(n - 1); err == nil {
			break
		}
		c.sim.Add()
	}
	c.person = n - 1
	return c.statusAndNews()
}

func (c *chat) moveClock(arg string) chatOutput {
	minutes := 10
	if arg != "" {
		n, err := strconv.Atoi(arg)
		if err != nil {
			return chatOutput{lines: []string{"/next wants minutes"}}
		}
		minutes = n
	}
	c.sim.Move("", time.Duration(minutes)*time.Minute)
	return c.statusAndNews()
}

// statusAndNews shows the current person, the clock and the new lines.
func (c *chat) statusAndNews() chatOutput {
	return chatOutput{lines: append([]string{c.status()}, c.newLines("")...)}
}

func (c *chat) status() string {
	p, err := c.sim.person(c.person)
	if err != nil {
		return err.Error()
	}
	return p.Name + " · " + c.sim.Clock.Now().In(c.sim.Zone).Format("2006-01-02 15:04")
}

// Plain runs a chat for pipes and scripts. Each line of in is a message or a command;
// replies are written to out. It ends with the input, or with /quit.
func (s *Sim) Plain(ctx context.Context, in io.Reader, out io.Writer) error {
	c := &chat{sim: s}
	fmt.Fprintln(out, c.status())
	lines := bufio.NewScanner(in)
	for lines.Scan() && ctx.Err() == nil {
		a := c.input(ctx, lines.Text())
		for _, l := range a.lines {
			fmt.Fprintln(out, l)
		}
		if a.quit {
			return nil
		}
	}
	return lines.Err()
}
