package content

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"zhujiao/bot/campaign"
)

// maxFile bounds the campaign file and the files it names.
const maxFile = 1 << 20

// Version is one checked campaign file; immutable.
type Version struct {
	Campaign *campaign.Campaign
	Texts    *Texts
	// Hash identifies the content of all files that went in, in hex.
	Hash string
	// Loaded is the business time the file was checked for; zero when the
	// checks that depend on the time were left out.
	Loaded time.Time
	// Files are the names of all files that went in, the campaign file first;
	// they lie in one folder.
	Files []string
	// Shown are the times of the file as they were understood, to be shown to
	// whoever wrote them.
	Shown []Shown
}

// Shown is a time of the file in words, such as 7月7日 周四 20:30.
type Shown struct {
	Line                int
	Section, Key, Words string
}

// ErrBad is returned when a file has errors; the problems say which.
var ErrBad = errors.New("the campaign file has errors")

// Commands are the words of commands that a campaign file may give aliases to
// or use in menus; handlers own them and cmd hands them in. Without any,
// words that should be commands are not checked.
type Commands []string

// Load reads and checks the campaign file at path and the files beside it that
// it names. All problems, in the order of lines, are returned at once; when one
// of them is an error, the version is nil and the error is ErrBad (also of type
// fs.ErrNotExist for a missing file). A zero now leaves out the checks that
// depend on the time, as a start of the program should: a live room that is
// still missing must not keep the bot from answering.
func Load(path string, cmds Commands, now time.Time) (*Version, []Problem, error) {
	return LoadFS(os.DirFS(filepath.Dir(path)), filepath.Base(path), cmds, now)
}

// Check returns the problems of the campaign file at path as of now.
func Check(path string, cmds Commands, now time.Time) []Problem {
	_, ps, _ := Load(path, cmds, now) //nolint:errcheck // the problems say it all
	return ps
}

// LoadFS is Load from a file system.
func LoadFS(files fs.FS, name string, cmds Commands, now time.Time) (*Version, []Problem, error) {
	l := newLoader(files, name, cmds, now)
	data, err := l.read(name)
	if err != nil {
		l.unreadable(err)
		return nil, l.problems, fmt.Errorf("%w: %w", ErrBad, err)
	}
	v := l.load(data)
	l.problems = sortProblems(l.problems)
	if Errors(l.problems) > 0 {
		return nil, l.problems, ErrBad
	}
	return v, l.problems, nil
}

var errTooLarge = errors.New("larger than 1 MiB")

// read reads a file beside the campaign file and adds it to the version.
func (l *loader) read(name string) ([]byte, error) {
	f, err := l.files.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = errTooLarge
	}
	if err != nil {
		return nil, err
	}
	l.addFile(name, data)
	return data, nil
}

func (l *loader) addFile(name string, data []byte) {
	l.names = append(l.names, name)
	_, _ = fmt.Fprintf(l.sum, "%q %d ", name, len(data)) // a hash takes everything
	_, _ = l.sum.Write(data)
}

func (l *loader) unreadable(err error) {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
		l.err(nil, msgMissingFile, l.file)
	case errors.Is(err, errTooLarge):
		l.err(nil, msgTooLarge)
	default:
		l.err(nil, msgUnreadable, err.Error())
	}
}

// loader is one reading of a campaign file.
type loader struct {
	files    fs.FS
	file     string
	now      time.Time
	commands Commands
	c        *campaign.Campaign
	problems []Problem
	names    []string
	sum      hash.Hash
	shown    []Shown
	keySet   map[string]bool
	claims   []claim
	uses     []use
	reminded []*node           // the nodes of Campaign.Reminders' texts
	own      map[string]string // texts of the file
	worded   []worded
}

func newLoader(files fs.FS, name string, cmds Commands, now time.Time) *loader {
	return &loader{
		files: files, file: name, now: now, commands: cmds, sum: sha256.New(), own: map[string]string{},
		c: &campaign.Campaign{Zone: shanghai()},
	}
}

// shanghai is the zone of a file whose zone is not known.
func shanghai() *time.Location { return time.FixedZone(defaultZone, 8*3600) }

const defaultZone = "Asia/Shanghai"

func (l *loader) load(data []byte) *Version {
	root := l.parse(data)
	if root == nil {
		return nil
	}
	l.root(root)
	l.crossCheck()
	l.checkTexts()
	if Errors(l.problems) > 0 {
		return nil
	}
	return &Version{
		Campaign: l.c, Texts: newTexts(l.c, l.own), Hash: hex.EncodeToString(l.sum.Sum(nil)), Loaded: l.now,
		Files: l.names, Shown: l.shown,
	}
}

// keys are all words that can be a key of the file.
func (l *loader) keys() map[string]bool {
	if l.keySet != nil {
		return l.keySet
	}
	l.keySet = map[string]bool{}
	for _, k := range append(allKeys(), l.commands...) {
		l.keySet[k] = true
	}
	for k := range defaults() {
		l.keySet[k] = true
	}
	for _, d := range "0123456789" {
		l.keySet[string(d)] = true
	}
	return l.keySet
}

// when shows a time back as it was understood.
func (l *loader) when(t time.Time) string {
	t = t.In(l.c.Zone)
	return fmt.Sprintf(formShown, t.Month(), t.Day(), weekday(t), t.Format("15:04"))
}

func weekday(t time.Time) string { return string([]rune(wordDays)[t.Weekday()]) }
