package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/goccy/go-yaml"

	"zhujiao/bot/wechat"
)

type importCmd struct {
	Autoreply autoreplyCmd `cmd:"" help:"Write the account's keyword rules as entries of a campaign file, to be reviewed."`
}

type autoreplyCmd struct {
	Out string `short:"o" help:"A new file to write to (standard output otherwise); an existing one is never overwritten."`
}

// entry is a frequent question in the form of the campaign file.
type entry struct {
	ID       string   `yaml:"编号"`
	Question string   `yaml:"问"`
	Aliases  []string `yaml:"别名,omitempty"`
	Answer   string   `yaml:"答"`
}

// Run fetches the rules and writes them.
func (c autoreplyCmd) Run(ctx context.Context, io stdio) error {
	s, err := calls(io)
	if err != nil {
		return err
	}
	rules, err := s.AutoReplies(ctx)
	if err != nil {
		return fmt.Errorf("read the automatic replies: %w", err)
	}
	out, err := entries(rules)
	if err != nil {
		return err
	}
	if c.Out == "" {
		_, err = io.out.Write(out)
		return err
	}
	f, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write the entries: %w; choose a new file name", err)
	}
	if _, err := f.Write(out); err != nil {
		return fmt.Errorf("write the entries: %w", err)
	}
	fmt.Fprintf(io.err, "%d rules written to %s: review them, then copy them into the campaign file\n", len(rules), c.Out)
	return f.Close()
}

// oneLine removes line breaks from the name of a rule, which is part of a comment.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// entries writes rules as a section of a campaign file. Pictures and articles among the
// answers have to be taken over by hand; a comment names the rules that have them. So it
// does for rules that answer with one of several texts at random, of which the first is
// taken: an entry always says the same (ruling 45).
func entries(rules []wechat.AutoReply) ([]byte, error) {
	var list []entry
	var left strings.Builder
	for i, r := range rules {
		words := append(r.Keywords, r.Contained...)
		if len(r.Texts) == 0 || len(words) == 0 {
			fmt.Fprintf(&left, "# not taken over, for it has no text: %s\n", oneLine(r.Name+" ("+strings.Join(words, ", ")+")"))
			continue
		}
		if r.Others > 0 {
			fmt.Fprintf(&left, "# auto%d is not all of its rule: %d answers are no text: %s\n", i+1, r.Others, oneLine(r.Name))
		}
		answers := r.Texts
		if r.RandomOne && len(answers) > 1 {
			fmt.Fprintf(&left, "# auto%d has the first of %d answers, of which its rule gave one at random: %s\n",
				i+1, len(answers), oneLine(r.Name))
			answers = answers[:1]
		}
		list = append(list, entry{
			ID: fmt.Sprint("auto", i+1), Question: words[0], Aliases: words[1:], Answer: strings.Join(answers, "\n"),
		})
	}
	b, err := yaml.MarshalWithOptions(map[string][]entry{"常见问题": list}, yaml.UseLiteralStyleIfMultiline(true))
	return append([]byte(left.String()), b...), err
}
