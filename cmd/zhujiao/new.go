package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/content"
	"zhujiao/bot/content/newclass"
	"zhujiao/cmd/zhujiao/app"
	asking "zhujiao/handlers/newclass"
)

type newCmd struct {
	From    string `placeholder:"PATH" help:"The class before, a file or the latest of a folder; ZHUJIAO_CAMPAIGN otherwise."`
	Answers string `placeholder:"FILE" help:"Take the answers from this file, field: value in each line, and ask nothing."`
	Today   string `placeholder:"DATE" help:"Make it as if this were today, to try it (2022-07-08)."`
	Out     string `short:"o" placeholder:"PATH" help:"Where to write it (beside the class before, under its id, otherwise)."`
}

// Run asks for the next class and writes its file.
func (c newCmd) Run(ctx context.Context, io stdio) error {
	now, err := c.now()
	if err != nil {
		return err
	}
	source, last, err := c.source(io)
	if err != nil {
		return err
	}
	folder := c.folder(source)
	known, err := beside(folder, io)
	if err != nil {
		return err
	}
	form := newclass.New(newclass.Options{
		Last: last, Now: now, Known: known, Taken: takenIDs(folder),
		Beside: func(name string) bool {
			return isFile(filepath.Join(folder, name)) || source != "" && isFile(filepath.Join(filepath.Dir(source), name))
		},
	})
	talk := newConversation(io)
	if err := writable(folder); err != nil {
		return err
	}
	if c.Answers != "" {
		err = answer(form, c.Answers, io)
	} else {
		talk.say(asking.NewInterview(form).Greeting())
		err = talk.hold(ctx, asking.NewInterview(form))
	}
	if err != nil {
		return err
	}
	if keys := known.Account.Keys(); len(keys) > 0 {
		talk.say(asking.OfAccount(keys, overruled(known.Account, source)))
	}
	return c.write(ctx, form, talk, home{folder, source, now, known})
}

// beside returns what a class in a folder must respect: with what its account file says.
func beside(folder string, io stdio) (content.Vocabulary, error) {
	known := app.Vocabulary()
	account, problems, err := content.LoadAccount(folder, known)
	if err == nil {
		known.Account = account
		return known, nil
	}
	for _, p := range problems {
		fmt.Fprintln(io.err, p)
	}
	return known, fmt.Errorf("%s in %s cannot be read: mend it, because what it says holds for the new class too",
		content.AccountFile, folder)
}

// overruled lists what the file of the class before says otherwise than the account file.
func overruled(a *content.Account, source string) []string {
	v, _, err := content.Load(source, app.Vocabulary(), time.Time{})
	if err != nil { // there is no class before
		return nil
	}
	return a.Overruled(v)
}

// now is the time of the answers.
func (c newCmd) now() (time.Time, error) {
	if c.Today == "" {
		return time.Now(), nil
	}
	day, err := time.Parse(time.DateOnly, c.Today)
	if err != nil {
		return day, fmt.Errorf("--today: %q is no day such as 2022-07-08", c.Today)
	}
	return day, nil
}

// home is where a class is written, the file that it was made from, when, and what holds there.
type home struct {
	folder, source string
	now            time.Time
	known          content.Vocabulary
}

// source finds the class before. It is nil if there is none.
func (c newCmd) source(io stdio) (string, *content.Version, error) {
	path := c.From
	if path == "" {
		path = strings.TrimSpace(io.getenv("ZHUJIAO_CAMPAIGN"))
	}
	if path == "" {
		return "", nil, nil
	}
	if !isDir(path) {
		v, problems, err := content.Load(path, where(path), time.Time{})
		if err == nil {
			return path, v, nil
		}
		for _, p := range problems {
			if !p.Warning {
				fmt.Fprintln(io.err, p)
			}
		}
		return "", nil, fmt.Errorf("the class before cannot be read: %s: mend it, or leave out --from", path)
	}
	files, err := content.CampaignFiles(path)
	if err == nil && len(files) == 0 {
		return filepath.Join(path, "none"), nil, nil // the first class of the folder
	}
	return latest(files), load(latest(files)), err
}

// latest returns the file of the class that begins last.
func latest(files []string) (best string) {
	var at time.Time
	for _, file := range files {
		if v := load(file); v != nil && (best == "" || v.Campaign.Start.After(at)) {
			best, at = file, v.Campaign.Start
		}
	}
	return best
}

// load reads a class; nil if it cannot be read.
func load(file string) *content.Version {
	if file == "" {
		return nil
	}
	v, _, err := content.Load(file, where(file), time.Time{})
	if err != nil {
		return nil
	}
	return v
}

// where returns what a file must respect where it lies. A broken account file says nothing.
func where(file string) content.Vocabulary {
	known := app.Vocabulary()
	known.Account, _, _ = content.LoadAccount(filepath.Dir(file), known)
	return known
}

// folder is where the class is written.
func (c newCmd) folder(source string) string {
	switch {
	case c.Out != "" && isDir(c.Out):
		return c.Out
	case c.Out != "":
		return filepath.Dir(c.Out)
	case source != "":
		return filepath.Dir(source)
	default:
		return "."
	}
}

// writable tries to write to a folder, for nobody wants to hear at the end of all questions
// that it does not go.
func writable(folder string) error {
	f, err := os.CreateTemp(folder, ".zhujiao-*")
	if err != nil {
		return fmt.Errorf("a class cannot be written there: %w: make the folder, or name another one with -o", err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// takenIDs reports the ids of the classes in a folder, and the names of its files.
func takenIDs(folder string) func(id string) bool {
	ids := map[string]bool{}
	files, err := content.CampaignFiles(folder)
	if err != nil {
		files = nil // no classes yet
	}
	for _, file := range files {
		ids[strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))] = true
		if v := load(file); v != nil {
			ids[v.Campaign.ID] = true
		}
	}
	return func(id string) bool { return ids[id] }
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// answer answers the questions of a form from a file.
func answer(form *newclass.Form, file string, io stdio) error {
	data, err := os.ReadFile(file) //nolint:gosec // the file that the command line names
	if err != nil {
		return fmt.Errorf("--answers: %w", err)
	}
	answers, problems := content.ReadAnswers(filepath.Base(file), data)
	if content.Errors(problems) > 0 {
		for _, p := range problems {
			fmt.Fprintln(io.err, p)
		}
		return errQuiet
	}
	wrong := asking.AnswerAll(form, filepath.Base(file), answers)
	for _, w := range wrong {
		fmt.Fprintln(io.err, w)
	}
	if len(wrong) > 0 {
		return errQuiet
	}
	return nil
}

// write shows the class, checks it and writes its file.
func (c newCmd) write(ctx context.Context, form *newclass.Form, talk *conversation, at home) error {
	d := form.Draft()
	path := c.Out
	if path == "" || isDir(path) {
		path = filepath.Join(at.folder, d.Campaign.ID+".yaml")
	}
	v, problems, err := loadDraft(d, at)
	if err != nil {
		for _, p := range problems {
			talk.say(p.String())
		}
		return errors.New("the answers make no class that can serve: see above")
	}
	talk.say(asking.Summary(form, v, at.now))
	put := placeNew
	if isFile(path) {
		put = func(path string, data []byte) error { return writeBeside(path, data, 0o644) }
		if agreed, err := talk.agrees(ctx, asking.Overwrite(path), c.Answers == ""); err != nil || !agreed {
			talk.say(asking.Kept(path))
			return errors.Join(err, errQuiet)
		}
	}
	if err := copyNamed(d, at); err != nil {
		return err
	}
	if err := put(path, d.YAML()); err != nil {
		talk.say(string(d.YAML())) // so that the answers are not lost
		return fmt.Errorf("write the class, which stands above: %w", err)
	}
	_, problems, err = content.Load(path, at.known, at.now)
	if err != nil {
		return fmt.Errorf("check %s: %w", path, err)
	}
	for _, p := range problems {
		talk.say(p.String())
	}
	talk.say(asking.Written(path, problems))
	return nil
}

// placeNew writes a file at once, and never in the place of another one.
func placeNew(path string, data []byte) error {
	whole := path + ".new"
	if err := writeBeside(whole, data, 0o644); err != nil {
		return err
	}
	return errors.Join(os.Link(whole, path), os.Remove(whole))
}

// loadDraft reads what would be written.
func loadDraft(d content.Draft, at home) (*content.Version, []content.Problem, error) {
	files := map[string][]byte{"class.yaml": d.YAML()}
	if d.BlockedWords != "" {
		files[d.BlockedWords], _ = readNamed(d.BlockedWords, at)
	}
	return content.LoadFiles(files, "class.yaml", at.known, time.Time{})
}

// readNamed reads a file that the class names, from where it will lie or from where it lay.
func readNamed(name string, at home) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(at.folder, name)) //nolint:gosec // a file that the class names
	if err != nil && at.source != "" {
		return os.ReadFile(filepath.Join(filepath.Dir(at.source), name)) //nolint:gosec // a file that the class names
	}
	return data, err
}

// copyNamed puts the files that the class names beside it, unless they lie there.
func copyNamed(d content.Draft, at home) error {
	names := []string{d.BlockedWords}
	for _, e := range d.Campaign.FAQ {
		names = append(names, e.Image)
	}
	for _, name := range slices.Compact(names) {
		if name == "" || isFile(filepath.Join(at.folder, name)) {
			continue
		}
		data, err := readNamed(name, at)
		if err != nil {
			return fmt.Errorf("copy %s: %w", name, err)
		}
		if err := writeBeside(filepath.Join(at.folder, name), bytes.Clone(data), 0o644); err != nil {
			return fmt.Errorf("copy %s: %w", name, err)
		}
	}
	return nil
}
