package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/content"
	"zhujiao/cmd/zhujiao/app"
	"zhujiao/handlers"
)

type checkCmd struct {
	Fix  bool   `help:"Correct what is certain (signs, spaces, quotation marks, encoding), show it, keep the old file as FILE.bak."`
	File string `arg:"" help:"The campaign file, or a folder of campaign files."`
}

// Run prints every problem of a campaign file, or of each in a folder; errors make the
// exit code 1.
func (c checkCmd) Run(io stdio) error {
	files, err := campaignFiles(c.File)
	if err != nil {
		return err
	}
	bad := false
	for _, file := range files {
		if c.Fix {
			if err := fix(file, io.out); err != nil {
				return err
			}
		}
		bad = !check(file, io.out) || bad
	}
	if bad {
		return errQuiet
	}
	return nil
}

// campaignFiles returns the campaign files that a path means: itself, or those of the
// folder. The settings of the account in a folder are no campaign.
func campaignFiles(path string) ([]string, error) {
	if !isDir(path) {
		return []string{path}, nil // a file, or nothing: check says so in the operator's words
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		name := e.Name()
		isYAML := slices.Contains([]string{".yaml", ".yml"}, filepath.Ext(name))
		if isYAML && !e.IsDir() && name != "account.yaml" && !strings.HasPrefix(name, ".") {
			out = append(out, filepath.Join(path, name))
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s holds no campaign file: their names end in .yaml", path)
	}
	return out, nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// check prints the problems of a file and reports whether it has no error.
func check(file string, out io.Writer) bool {
	v, problems, err := content.Load(file, app.Vocabulary(), time.Now())
	if v != nil {
		problems = append(problems, handlers.Confusions(v)...)
		content.Sort(problems)
	}
	for _, p := range problems {
		fmt.Fprintln(out, p)
	}
	fmt.Fprintln(out, content.Summary(problems))
	if err == nil && content.Errors(problems) == 0 {
		if claims := handlers.Claims(v); claims != "" {
			fmt.Fprintln(out, claims)
		}
		fmt.Fprintln(out, v.Shown())
	}
	return err == nil && content.Errors(problems) == 0
}

// fix corrects a file and prints what it has changed. Of a file that cannot be read it
// says nothing, because check does.
func fix(file string, out io.Writer) error {
	path, err := filepath.EvalSymlinks(file)
	m := content.Mended{}
	if err == nil {
		m, err = content.Mend(os.DirFS(filepath.Dir(path)), filepath.Base(path), app.Vocabulary())
	}
	if unreadable := err != nil; unreadable {
		return nil //nolint:nilerr // check says what is wrong with it
	}
	kept := path + ".bak"
	if m.Changed {
		if err := replaceFile(path, kept, m.Data); err != nil {
			return fmt.Errorf("write the corrected file: %w", err)
		}
	}
	fmt.Fprint(out, m.Diff)
	fmt.Fprintln(out, content.Fixed(m, filepath.Base(path), filepath.Base(kept)))
	return nil
}

// replaceFile puts new content in the place of a file at once, with the same mode, and
// keeps the file before under another name.
func replaceFile(path, kept string, data []byte) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	before, err := os.ReadFile(path) //nolint:gosec // the file that the command line names
	if err != nil {
		return err
	}
	if err := writeBeside(kept, before, info.Mode()); err != nil {
		return err
	}
	return writeBeside(path, data, info.Mode())
}

// writeBeside writes a file under a temporary name and renames it.
func writeBeside(path string, data []byte, mode os.FileMode) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".zhujiao-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(data); err == nil {
		err = f.Chmod(mode.Perm())
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
