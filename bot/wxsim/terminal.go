package wxsim

import (
	"context"
	"io"
	"strings"

	"charm.land/bubbles/v2/textinput"
	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Terminal runs a chat on a terminal until /quit or ctrl+c.
func (s *Sim) Terminal(ctx context.Context, in io.Reader, out io.Writer) error {
	p := tea.NewProgram(newModel(ctx, s), tea.WithContext(ctx), tea.WithInput(in), tea.WithOutput(out))
	_, err := p.Run()
	return err
}

// model is the screen: the conversation, an input line and a status line.
type model struct {
	ctx         context.Context //nolint:containedctx // the terminal library keeps the model for the whole run
	chat        *chat
	input       textinput.Model
	view        viewport.Model
	lines       []string
	width       int
	statusStyle lipgloss.Style
	ownStyle    lipgloss.Style
	botStyle    lipgloss.Style
}

func newModel(ctx context.Context, s *Sim) *model {
	in := textinput.New()
	in.Prompt = "> "
	in.Focus()
	m := &model{
		ctx: ctx, chat: &chat{sim: s}, input: in, view: viewport.New(), width: 80,
		statusStyle: lipgloss.NewStyle().Reverse(true),
		ownStyle:    lipgloss.NewStyle().Foreground(lipgloss.Color("2")),
		botStyle:    lipgloss.NewStyle(),
	}
	m.resize(80, 24)
	m.lines = append(m.lines, s.Class().Account, "/tour  /help")
	m.refresh()
	return m
}

// Init implements tea.Model.
func (*model) Init() tea.Cmd { return textinput.Blink }

func (m *model) resize(width, height int) {
	m.width = width
	m.view.SetWidth(width)
	m.view.SetHeight(max(1, height-2))
	m.input.SetWidth(max(8, width-4))
}

// Update implements tea.Model.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) { //nolint:ireturn // the library's interface
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.resize(msg.Width, msg.Height)
		m.refresh()
	case tea.KeyPressMsg:
		switch msg.String() {
		case "ctrl+c", "ctrl+d":
			return m, tea.Quit
		case "enter":
			return m, m.send()
		case "pgup", "pgdown":
			var cmd tea.Cmd
			m.view, cmd = m.view.Update(msg)
			return m, cmd
		}
	case chatOutput:
		m.lines = append(m.lines, m.wrap(m.botStyle, strings.Join(msg.lines, "\n"))...)
		m.refresh()
		if msg.quit {
			return m, tea.Quit
		}
		return m, nil
	}
	var cmd tea.Cmd
	m.input, cmd = m.input.Update(msg)
	return m, cmd
}

// send returns a command that handles the typed line outside the screen's event loop.
func (m *model) send() tea.Cmd {
	text := m.input.Value()
	m.input.Reset()
	if strings.TrimSpace(text) == "" {
		return nil
	}
	m.lines = append(m.lines, m.wrap(m.ownStyle, "▸ "+text)...)
	m.refresh()
	return func() tea.Msg { return m.chat.input(m.ctx, text) }
}

// wrap breaks text at the width of the screen, where a Chinese character takes two
// columns. It may break anywhere, because a Chinese line has no spaces. Continued lines
// are indented.
func (m *model) wrap(style lipgloss.Style, text string) (out []string) {
	if text == "" {
		return nil
	}
	const indent = "  "
	for line := range strings.SplitSeq(text, "\n") {
		parts := strings.Split(ansi.Hardwrap(line, max(10, m.width-len(indent)), true), "\n")
		for i, part := range parts {
			if i > 0 {
				part = indent + part
			}
			out = append(out, style.Render(part))
		}
	}
	return out
}

func (m *model) refresh() {
	m.view.SetContent(strings.Join(m.lines, "\n"))
	m.view.GotoBottom()
}

// View implements tea.Model.
func (m *model) View() tea.View {
	bar := m.statusStyle.Width(m.width).Render(" " + m.chat.status() + "  /help")
	v := tea.NewView(m.view.View() + "\n" + m.input.View() + "\n" + bar)
	v.AltScreen = true
	return v
}
