package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/mattn/go-isatty"

	asking "zhujiao/handlers/newclass"
)

// asker asks one question after the other and takes the answers.
type asker interface {
	// Question says the next question; false if there is none.
	Question() (string, bool)
	// Answer takes the answer to it and says what came of it, or nothing.
	Answer(words string) string
}

// conversation asks and is answered: on a terminal with a line that can be edited, on a pipe
// and on a terminal that can do nothing line by line.
type conversation struct {
	std   stdio
	lines <-chan string
	// edits is set on a terminal that can, echoes where the terminal shows what is typed.
	edits, echoes bool
}

func newConversation(std stdio) *conversation {
	typed := isatty.IsTerminal(std.in.Fd())
	term := std.getenv("TERM")
	return &conversation{
		std: std, echoes: typed,
		edits: typed && isatty.IsTerminal(std.out.Fd()) && term != "" && term != "dumb",
	}
}

func (c *conversation) say(words string) { fmt.Fprintln(c.std.out, words) }

// hold asks all questions.
func (c *conversation) hold(ctx context.Context, a asker) error {
	if c.edits {
		return c.onTerminal(ctx, a)
	}
	shown := ""
	for {
		question, more := a.Question()
		if !more {
			return nil
		}
		if question != shown { // else the last answer was refused
			fmt.Fprint(c.std.out, "\n", question, "\n")
		}
		shown = question
		fmt.Fprint(c.std.out, "> ")
		line, ok := c.line(ctx)
		if !ok {
			c.say("\n" + asking.Ended())
			return errQuiet
		}
		if !c.echoes {
			c.say(line)
		}
		if said := a.Answer(line); said != "" {
			c.say(said)
		}
	}
}

// line waits for a line; false if there is none any more, or if the program shall end.
func (c *conversation) line(ctx context.Context) (string, bool) {
	if c.lines == nil {
		lines := make(chan string)
		c.lines = lines
		go func() { // a read cannot be interrupted, so it ends with the program
			defer close(lines)
			for s := bufio.NewScanner(c.std.in); s.Scan(); {
				select {
				case lines <- s.Text():
				case <-ctx.Done():
					return
				}
			}
		}()
	}
	select {
	case line, ok := <-c.lines:
		return strings.TrimRight(line, "\r"), ok
	case <-ctx.Done():
		return "", false
	}
}

// onTerminal asks with a line that can be edited. What was asked and answered stays above it.
func (c *conversation) onTerminal(ctx context.Context, a asker) error {
	m := newDialog(a)
	p := tea.NewProgram(m, tea.WithContext(ctx), tea.WithInput(c.std.in), tea.WithOutput(c.std.out))
	_, err := p.Run()
	switch {
	case ctx.Err() != nil, errors.Is(err, tea.ErrInterrupted), m.ended:
		c.say(asking.Ended())
		return errQuiet
	default:
		return err
	}
}

// agrees asks for a yes. Without anybody to ask it is a no.
func (c *conversation) agrees(ctx context.Context, question string, asks bool) (bool, error) {
	if !asks {
		return false, nil
	}
	y := &yesNo{question: question}
	err := c.hold(ctx, y)
	return y.agreed, err
}

// yesNo asks one question.
type yesNo struct {
	question         string
	answered, agreed bool
}

// Question implements asker.
func (y *yesNo) Question() (string, bool) { return y.question, !y.answered }

// Answer implements asker.
func (y *yesNo) Answer(said string) string {
	y.answered, y.agreed = true, asking.Agreed(said)
	return ""
}

// dialog is the screen: the question, a line to answer in, and what was wrong with the last
// answer.
type dialog struct {
	ask   asker
	input textinput.Model
	wrong string
	width int
	ended bool
}

func newDialog(a asker) *dialog {
	in := textinput.New()
	in.Prompt = "> "
	in.Focus()
	return &dialog{ask: a, input: in, width: 80}
}

// Init implements tea.Model.
func (*dialog) Init() tea.Cmd { return textinput.Blink }

// Update implements tea.Model.
func (d *dialog) Update(msg tea.Msg) (tea.Model, tea.Cmd) { //nolint:ireturn // the library's interface
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		d.width = max(20, msg.Width)
		d.input.SetWidth(d.width - 4)
	case tea.KeyPressMsg:
		switch msg.String() {
		case "ctrl+c", "ctrl+d":
			d.ended = true
			return d, tea.Quit
		case "enter":
			return d, d.enter()
		}
	}
	var cmd tea.Cmd
	d.input, cmd = d.input.Update(msg)
	return d, cmd
}

// enter takes the answer, and lets it stay above the next question.
func (d *dialog) enter() tea.Cmd {
	question, _ := d.ask.Question()
	answer := d.input.Value()
	d.input.Reset()
	said := d.ask.Answer(answer)
	next, more := d.ask.Question()
	if d.wrong = ""; more && next == question {
		d.wrong = said
		return nil
	}
	above := d.wrap(question) + "\n" + d.wrap("> "+answer)
	if said != "" {
		above += "\n" + d.wrap(said)
	}
	if !more {
		return tea.Sequence(tea.Println(above+"\n"), tea.Quit)
	}
	return tea.Println(above + "\n")
}

// wrap breaks lines at the width of the screen: a Chinese line has few spaces to break at, but
// signs.
func (d *dialog) wrap(s string) string { return ansi.Wrap(s, d.width-1, "，；、。：）？」") }

// View implements tea.Model.
func (d *dialog) View() tea.View {
	question, more := d.ask.Question()
	if !more || d.ended {
		return tea.NewView("")
	}
	shown := d.wrap(question) + "\n" + d.input.View()
	if d.wrong != "" {
		shown += "\n" + d.wrap(d.wrong)
	}
	return tea.NewView(shown)
}
