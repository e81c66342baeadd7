package wxsim

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// help lists the commands of a chat.
const help = `/tour            do the next step of the tour
/follow [scene]  follow the account, by a QR code if a scene is given
/unfollow        unfollow it
/scan [scene]    scan a QR code; without a scene: list them
/menu [entry]    tap an entry of the menu; without one: list them
/image           send a picture
/as N            write as person N (3 is the moderator; a new one if there is none)
/start  /end     set the clock to the start or the end of the class
/day             set the clock to the next morning
/next [minutes]  move the clock on (10 minutes if not said)
/help  /quit     anything else is sent as a message`

// chat is the state of a terminal conversation.
type chat struct {
	sim    *Sim
	person int
	// seen is the number of lines of each phone and group that were shown.
	seen map[*Person]int
}

// newLines returns the lines that the phone received since the last call, except the
// given reply, which is shown already. The moderator also reads the groups.
func (c *chat) newLines(reply string) (out []string) {
	p, err := c.sim.person(c.person)
	if err != nil {
		return []string{err.Error()}
	}
	lines, n := c.sim.linesAfter(p, c.seen[p])
	if c.seen == nil {
		c.seen = map[*Person]int{}
	}
	c.seen[p] = n
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
	if !p.Moderator {
		return out
	}
	for _, g := range c.sim.groups {
		lines, n := c.sim.linesAfter(g, c.seen[g])
		c.seen[g] = n
		for _, l := range lines {
			out = append(out, indent("⇢ "+g.Name+"：", l.Text)...)
		}
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
	case "follow", "scan":
		return c.scan(ctx, cmd, arg)
	case "unfollow", "image":
		return c.act(ctx, Action{Kind: cmd, Label: "/" + cmd})
	case "menu":
		return c.tap(ctx, arg)
	case "tour":
		return c.tour(ctx)
	case "as":
		return c.switchPerson(arg)
	case "start", "end":
		c.sim.Move(ctx, cmd, 0)
		return c.statusAndNews()
	case "day":
		c.sim.Move(ctx, "morning", 0)
		return c.statusAndNews()
	case "next":
		return c.moveClock(ctx, arg)
	case "quit", "exit":
		return chatOutput{quit: true}
	case "help":
		return chatOutput{lines: strings.Split(help, "\n")}
	default:
		return chatOutput{lines: []string{"unknown command /" + cmd + "; /help lists them"}}
	}
}

// scan scans a QR code of the class, or follows the account without one.
func (c *chat) scan(ctx context.Context, kind, scene string) chatOutput {
	scenes := c.sim.Class().Scenes
	switch list := strings.Join(scenes, ", "); {
	case scene == "" && kind == "follow", slices.Contains(scenes, scene):
		return c.act(ctx, Action{Kind: kind, Value: scene, Label: "/" + kind})
	case len(scenes) == 0:
		return chatOutput{lines: []string{"the class has no QR codes"}}
	case scene == "":
		return chatOutput{lines: []string{"/scan wants a scene: " + list}}
	default:
		return chatOutput{lines: []string{scene + " is no scene of the class; it has " + list}}
	}
}

// tap taps an entry of the menu, by its key or its name.
func (c *chat) tap(ctx context.Context, entry string) chatOutput {
	all := leaves(c.sim.Class().Menu)
	i := slices.IndexFunc(all, func(m MenuItem) bool { return entry != "" && (m.Key == entry || m.Name == entry) })
	if i >= 0 {
		return c.act(ctx, Action{Kind: "click", Value: all[i].Key, Label: "/menu"})
	}
	if len(all) == 0 {
		return chatOutput{lines: []string{"the account has no menu"}}
	}
	first := "/menu wants one of these entries:"
	if entry != "" {
		first = "the menu has no entry " + entry + "; it has:"
	}
	lines := []string{first}
	for _, m := range all {
		lines = append(lines, "  /menu "+m.Key+"  "+m.Name)
	}
	return chatOutput{lines: lines}
}

// tour does the next step of the tour and shows what came of it on each phone.
func (c *chat) tour(ctx context.Context) chatOutput {
	steps := c.sim.Tour()
	i := slices.IndexFunc(steps, func(t Step) bool { return !t.Done })
	if i < 0 {
		return chatOutput{lines: []string{"the tour is over: try what you like"}}
	}
	t := steps[i]
	lines := []string{fmt.Sprintf("%d/%d %s: %s", i+1, len(steps), t.Title, t.Text)}
	if _, err := c.sim.Play(ctx, t.ID, false); err != nil {
		lines = append(lines, "error: "+err.Error())
	}
	before := c.person
	for _, n := range slices.Compact([]int{0, t.Person}) {
		c.person = n
		if said := c.conversation(); len(said) > 0 {
			lines = append(append(lines, c.status()), said...)
		}
	}
	c.person = before
	return chatOutput{lines: lines}
}

// conversation returns all new lines of the phone, its owner's too.
func (c *chat) conversation() (out []string) {
	p, err := c.sim.person(c.person)
	if err != nil {
		return nil
	}
	lines, n := c.sim.linesAfter(p, c.seen[p])
	if c.seen == nil {
		c.seen = map[*Person]int{}
	}
	c.seen[p] = n
	for _, l := range lines {
		out = append(out, indent(map[string]string{"me": "▸ ", "bot": "◂ "}[l.From], l.Text)...)
	}
	return append(out, c.newLines("")...)
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

func (c *chat) moveClock(ctx context.Context, arg string) chatOutput {
	minutes := 10
	if arg != "" {
		n, err := strconv.Atoi(arg)
		if err != nil {
			return chatOutput{lines: []string{"/next wants minutes"}}
		}
		minutes = n
	}
	c.sim.Move(ctx, "", time.Duration(minutes)*time.Minute)
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
	return p.Name + " · " + c.sim.Clock.Now().In(c.sim.Class().Zone).Format("2006-01-02 15:04")
}

// Plain runs a chat for pipes and scripts. Each line of in is a message or a command; it
// is written to out, after a mark, and the replies after it, so that out is the whole
// conversation. It ends with the input, or with /quit.
func (s *Sim) Plain(ctx context.Context, in io.Reader, out io.Writer) error {
	c := &chat{sim: s}
	fmt.Fprintln(out, c.status())
	lines := bufio.NewScanner(in)
	for lines.Scan() && ctx.Err() == nil {
		if text := strings.TrimSpace(lines.Text()); text != "" {
			fmt.Fprintln(out, "▸ "+text)
		}
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
