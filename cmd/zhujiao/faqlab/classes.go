package faqlab

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"zhujiao/bot/campaign"
	"zhujiao/bot/faq"
	"zhujiao/bot/intent"
	"zhujiao/handlers/attendee"
)

// OwnClasses reads a folder of classes: each is a campaign file NAME.yaml and labelled
// questions NAME.jsonl. Of the files only what the matcher needs is read, whatever the
// check of a campaign says about their dates and numbers.
func OwnClasses(folder string) (out []faq.OwnClass, err error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil || len(files) == 0 {
		return nil, errors.Join(fmt.Errorf("no classes in %s", folder), err)
	}
	for _, file := range files {
		c, err := ownClass(file)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// ownClass reads a class.
func ownClass(file string) (out faq.OwnClass, err error) {
	name := strings.TrimSuffix(file, ".yaml")
	out.Name = filepath.Base(name)
	if out.Setup, err = looseSetup(file); err != nil {
		return out, err
	}
	queries, unknown, err := labels(name+".jsonl", out.Setup.Entries)
	if len(unknown) > 0 {
		err = errors.New(unknownLabels(unknown))
	}
	if err != nil {
		return out, fmt.Errorf("%s: %w", out.Name, err)
	}
	out.Queries = queries
	return out, nil
}

// looseFile is what the matcher needs of a campaign file.
type looseFile struct {
	Class struct {
		Name     string `yaml:"名称"`
		Host     string `yaml:"主办"`
		Lecturer string `yaml:"讲师"`
		Intro    string `yaml:"讲师介绍"`
	} `yaml:"活动"`
	FAQ []struct {
		ID       string   `yaml:"编号"`
		Question string   `yaml:"问"`
		Aliases  []string `yaml:"别名"`
		Intent   string   `yaml:"意图"`
		Answer   string   `yaml:"答"`
	} `yaml:"常见问题"`
}

// looseSetup reads a campaign file without checking it.
func looseSetup(file string) (faq.Setup, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return faq.Setup{}, err
	}
	var f looseFile
	if err := yaml.Unmarshal(b, &f); err != nil {
		return faq.Setup{}, fmt.Errorf("%s: %w", file, err)
	}
	c := &campaign.Campaign{Name: f.Class.Name, Host: f.Class.Host, Lecturer: f.Class.Lecturer, LecturerIntro: f.Class.Intro}
	answers := map[string]string{}
	for _, e := range f.FAQ {
		c.FAQ = append(c.FAQ, campaign.Entry{ID: e.ID, Question: e.Question, Aliases: e.Aliases, Intent: e.Intent})
		answers[e.ID] = e.Answer
	}
	return intent.MatcherSetup(c, intent.Texts{Answers: answers}, attendee.Commands()), nil
}

type classesCmd struct {
	Folder   string `arg:"" type:"existingdir" help:"Campaign files NAME.yaml, each with labelled questions NAME.jsonl."`
	Without  string `enum:",file-view,answers,leanings,world,unstated,topics,concepts,sounds,reasons" default:"" help:"Leave a part out."`
	LeaveOut bool   `help:"Fit anew for each sixth of the classes on the others, instead of judging the weights that are shipped."`
	Wrong    bool   `help:"List the questions that were answered wrongly."`
}

// Run prints how well questions to classes are matched.
func (c classesCmd) Run(env Env) error {
	classes, err := OwnClasses(c.Folder)
	if err != nil {
		return err
	}
	for i := range classes {
		classes[i].Setup.Without = parts()[c.Without]
	}
	var judged [][]faq.Judged
	if c.LeaveOut {
		judged = faq.LeaveOut(classes, boundPrecision)
	} else {
		for _, x := range classes {
			m, _ := faq.New(x.Setup)
			judged = append(judged, m.Judge(x.Queries))
		}
	}
	for i, js := range judged {
		c.print(env.Out, classes[i].Name, js)
	}
	c.print(env.Out, "all", slices.Concat(judged...))
	return nil
}

// ownPrecision is the precision of answers to a class's own questions; boundPrecision is that by
// which their bound is chosen, on folds that nothing was fitted on.
const (
	ownPrecision   = 0.95
	boundPrecision = 0.95
)

// print prints the report of a class.
func (c classesCmd) print(out io.Writer, name string, js []faq.Judged) {
	r := faq.Summarise(js)
	fmt.Fprintf(out, "%-6s R@1 %4.1f   R@3 %4.1f   precision %5.1f   recall %4.1f   negatives answered %d of %d   "+
		"recall at 95, 90 %%: %4.1f, %4.1f\n",
		name, 100*r.R1, 100*r.R3, 100*r.Precision, 100*r.Recall, r.OutOfScopeAnswered, r.OutOfScope,
		100*faq.RecallAt(js, ownPrecision), 100*faq.RecallAt(js, 0.9))
	if c.Wrong && name != "all" {
		for _, j := range r.False {
			fmt.Fprintf(out, "  %s → %s (%.2f), right: %s\n", j.Text, j.Hits[0].ID, j.Confidence, strings.Join(j.IDs, ", "))
		}
	}
}
