package content

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

// maxFile bounds the campaign file and the files it names.
const maxFile = 1 << 20

// Version is one checked campaign file; immutable.
type Version struct {
	Campaign *campaign.Campaign
	Texts    *Texts
	// Hash identifies the content of all files that went in, in hex.
	Hash string
	// Name is the campaign file's name, Files the content of it and of the files
	// that it names, by name.
	Name  string
	Files map[string][]byte
	// places say where in the file each wording of an entry stands: of its question,
	// then of its 别名.
	places map[string][]place
}

// place is where something stands in the file; small, for a serving version
// keeps them.
type place struct{ line, col int32 }

// Warning is a problem of one wording of an entry that only somebody else can
// see, such as the matcher, at its place.
func (v *Version) Warning(e campaign.Entry, wording, what, hint string) Problem {
	p := Problem{File: v.Name, Line: 1, Col: 1, Warning: true, Text: what, Hint: hint}
	at := slices.Index(append([]string{e.Question}, e.Aliases...), wording)
	if places := v.places[e.ID]; at >= 0 && at < len(places) {
		p.Line, p.Col = int(places[at].line), int(places[at].col)
	}
	return p
}

// ErrBad is returned when a file has errors; the problems say which.
var ErrBad = errors.New("the campaign file has errors")

// Vocabulary are the names that a campaign file may refer to; their owners are
// above or beside this package, and cmd hands them in.
type Vocabulary struct {
	// Commands are the words of commands, to give aliases to or to use in menus.
	Commands []string
	// Intents are the names that an entry's 意图 may have.
	Intents []string
	// MaxText is how many bytes of text the channel takes in one message.
	MaxText int
}

// Load reads and checks the campaign file at path. All problems are returned
// at once; the version is nil when one of them is an error.
func Load(path string, known Vocabulary, now time.Time) (*Version, []Problem, error) {
	return LoadFS(os.DirFS(filepath.Dir(path)), filepath.Base(path), known, now)
}

// LoadFS is Load from a file system. A zero now leaves out the checks that
// depend on the time.
func LoadFS(files fs.FS, name string, known Vocabulary, now time.Time) (*Version, []Problem, error) {
	return load(func(file string) ([]byte, error) { return readFile(files, file) }, name, known, now)
}

// LoadFiles is Load from the files of a version, by name.
func LoadFiles(files map[string][]byte, name string, known Vocabulary, now time.Time) (*Version, []Problem, error) {
	read := func(file string) ([]byte, error) {
		data, ok := files[file]
		if !ok {
			return nil, fmt.Errorf("%s: %w", file, fs.ErrNotExist)
		}
		return data, nil
	}
	return load(read, name, known, now)
}

func load(read func(file string) ([]byte, error), name string, known Vocabulary, now time.Time) (*Version, []Problem, error) {
	data, err := read(name)
	if err != nil {
		return nil, nil, fmt.Errorf("read the campaign file: %w", err)
	}
	l := &loader{
		read: read, file: name, now: now, vocabulary: known, c: &campaign.Campaign{Zone: time.FixedZone("Asia/Shanghai", 8*3600)},
		claims: commandClaims(known), intents: map[string]string{}, places: map[string][]place{}, sum: data,
		files: map[string][]byte{name: data},
	}
	v := l.load(data)
	Sort(l.problems)
	if Errors(l.problems) > 0 {
		return nil, l.problems, ErrBad
	}
	return v, l.problems, nil
}

func readFile(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("%s is larger than 1 MiB", name)
	}
	return data, err
}

// loader is one reading of a campaign file.
type loader struct {
	read          func(file string) ([]byte, error)
	file          string
	now           time.Time
	vocabulary    Vocabulary
	c             *campaign.Campaign
	problems      []Problem
	claims        Claims
	intents       map[string]string // intent → the entry that names it
	places        map[string][]place
	reminderNodes []*node
	own           map[Key]string // texts of the file
	uses          []use
	sum           []byte
	files         map[string][]byte // what went in, by name
}

func (l *loader) load(data []byte) *Version {
	root := l.parseYAML(data)
	if root == nil {
		return nil
	}
	l.root(root)
	l.crossCheck(root)
	if Errors(l.problems) > 0 {
		return nil
	}
	texts, err := newTexts(l.c, l.own)
	if err != nil {
		l.problem(1, 1, err.Error(), "")
		return nil
	}
	sum := sha256.Sum256(l.sum)
	l.c.Version = hex.EncodeToString(sum[:])
	return &Version{Campaign: l.c, Texts: texts, Hash: l.c.Version, Name: l.file, Files: l.files, places: l.places}
}

func (l *loader) problem(line, col int, what, hint string) {
	l.problems = append(l.problems, Problem{File: l.file, Line: max(line, 1), Col: max(col, 1), Text: what, Hint: hint})
}

// at reports an error at a node; at the beginning of the file when there is
// none.
func (l *loader) at(n *node, what, hint string) {
	if n == nil {
		n = &node{line: 1, col: 1}
	}
	l.problem(n.line, n.col, what, hint)
}

func (l *loader) warn(n *node, what, hint string) {
	l.at(n, what, hint)
	l.problems[len(l.problems)-1].Warning = true
}

func (l *loader) zone() *time.Location { return l.c.Zone }

// when shows a time back as it was understood.
func (l *loader) when(t time.Time) string {
	t = t.In(l.zone())
	return fmt.Sprintf("%d月%d日 周%s %s", t.Month(), t.Day(), weekday(t), t.Format("15:04"))
}

func weekday(t time.Time) string { return string([]rune("日一二三四五六")[t.Weekday()]) }

// link checks the address of a page that people will open.
func (l *loader) link(n *node, address string) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.ContainsAny(address, " \n") {
		l.at(n, "链接不对：「"+address+"」", "要以 https:// 开头，写完整地址")
	}
}

// blocked reads the list of words; empty lines are harmless.
func (l *loader) blocked(n *node, name string) {
	if strings.Contains(name, "/") || strings.Contains(name, `\`) {
		l.at(n, "屏蔽词文件「"+name+"」要和活动文件放在一起", "只写文件名")
		return
	}
	data, err := l.read(name)
	if err != nil {
		l.at(n, "屏蔽词文件「"+name+"」打不开", "把它和活动文件放在一起")
		return
	}
	l.sum = append(l.sum, data...)
	l.files[name] = data
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		if w := text.Fold(line); w != "" && !strings.HasPrefix(line, "#") {
			l.c.BlockedWords = append(l.c.BlockedWords, w)
		}
	}
}

func (l *loader) isCommand(w string) bool { return slices.Contains(l.vocabulary.Commands, w) }

// commandUse checks a word that a menu sends: a command, an alias or a
// question. Aliases come later in the file, so this is checked at the end.
func (l *loader) commandUse(n *node, w string) {
	l.uses = append(l.uses, use{n, w})
}

type use struct {
	n    *node
	word string
}
