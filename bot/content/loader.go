package content

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

// maxFile is the highest size in bytes of a campaign file and of the files it names.
const maxFile = 1 << 20

// Version is a campaign file without errors. It is immutable.
type Version struct {
	Campaign *campaign.Campaign
	Texts    *Texts
	// Hash is the SHA-256 of all files of the version, in hex.
	Hash string
	// Name is the name of the campaign file. Files holds the content of it and of the
	// files that it names, by name.
	Name  string
	Files map[string][]byte
	// places gives, by entry, the position in the file of its question and of each of its
	// 别名.
	places map[string][]place
	// testPlaces are the positions in the file of the test cases.
	testPlaces []place
	// accountLines are the lines on which the file says what an account file may say.
	accountLines map[string]int
	account      *Account
}

// Account returns the account with which the file was loaded; nil for none.
func (v *Version) Account() *Account { return v.account }

// place is a position in the file. It is small because a version keeps one for each
// wording.
type place struct{ line, col int32 }

// Warning returns a warning at the position of a wording of an entry, for problems that
// only another package can detect, such as the matcher.
func (v *Version) Warning(e campaign.Entry, wording, what, hint string) Problem {
	p := Problem{File: v.Name, Line: 1, Col: 1, Warning: true, Text: what, Hint: hint}
	at := slices.Index(append([]string{e.Question}, e.Aliases...), wording)
	if places := v.places[e.ID]; at >= 0 && at < len(places) {
		p.Line, p.Col = int(places[at].line), int(places[at].col)
	}
	return p
}

// ErrBad says that a file has errors, which the problems describe.
var ErrBad = errors.New("the campaign file has errors")

// Vocabulary holds names and limits that belong to other packages but that a campaign
// file must respect.
type Vocabulary struct {
	// Commands are the words of commands, for 指令别名 and menus.
	Commands []string
	// Intents are the values that an entry's 意图 may have.
	Intents []string
	// MaxText is the highest number of bytes of a text message.
	MaxText int
	// Everyday reports whether people say something without a thought, such as 好的. It may
	// be nil.
	Everyday func(said string) bool
	// Account is what holds for the account whatever a campaign file says; nil for nothing.
	Account *Account
}

// Load reads and checks the campaign file at path. It returns all problems, in the order
// of the file. If one of them is an error with which the file
// cannot serve, the version is nil and the error is ErrBad. A
// zero now leaves out the checks that depend on the time.
func Load(path string, known Vocabulary, now time.Time) (*Version, []Problem, error) {
	return LoadFS(os.DirFS(filepath.Dir(path)), filepath.Base(path), known, now)
}

// LoadFS is Load from a file system.
func LoadFS(files fs.FS, name string, known Vocabulary, now time.Time) (*Version, []Problem, error) {
	return load(func(file string) ([]byte, error) { return readFile(files, file) }, name, known, now, onDisk)
}

// LoadFiles is Load from the Files of a version.
func LoadFiles(files map[string][]byte, name string, known Vocabulary, now time.Time) (*Version, []Problem, error) {
	return load(reader(files), name, known, now)
}

// reader reads the files of a version.
func reader(files map[string][]byte) func(file string) ([]byte, error) {
	return func(file string) ([]byte, error) {
		data, ok := files[file]
		if !ok {
			return nil, fmt.Errorf("%s: %w", file, fs.ErrNotExist)
		}
		return data, nil
	}
}

// onDisk says that a file is read from the folder that also holds the pictures.
func onDisk(l *loader) { l.onDisk = true }

func load(
	read func(file string) ([]byte, error), name string, known Vocabulary, now time.Time, options ...func(*loader),
) (*Version, []Problem, error) {
	data, err := read(name)
	if err != nil {
		return nil, []Problem{unreadable(name, err)}, fmt.Errorf("%w: %w", ErrBad, err)
	}
	l := newLoader(read, name, known, now)
	l.hashed, l.files = slices.Clip(data), map[string][]byte{name: data}
	for _, o := range options {
		o(l)
	}
	v := l.load(data)
	if problems := l.report.all(); Refused(problems) > 0 {
		return nil, problems, ErrBad
	}
	return v, l.report.problems, nil
}

// newLoader returns a loader of a file that has not been read yet.
func newLoader(read func(file string) ([]byte, error), name string, known Vocabulary, now time.Time) *loader {
	c := &campaign.Campaign{Zone: time.FixedZone("Asia/Shanghai", 8*3600)}
	report, cal := &problemList{file: name}, &calendar{c, now}
	return &loader{
		read: read, report: report, cal: cal, vocabulary: known, c: c, places: map[string][]place{}, files: map[string][]byte{},
		accountLines: map[string]int{},
		phrases:      &phraseClaims{report: report, owners: commandOwners(known), everyday: known.Everyday},
		templates:    &templateChecker{report}, links: &linkChecker{report}, schedule: &scheduleChecker{report, cal},
	}
}

func readFile(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = errTooLarge
	}
	return data, err
}

var errTooLarge = errors.New("the file is larger than 1 MiB")

// unreadable says in the operator's words why a file cannot be read.
func unreadable(name string, err error) Problem {
	p := Problem{File: name, Line: 1, Col: 1, Text: "文件打不开", Hint: "检查文件名和权限"}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.Text, p.Hint = "没有这个文件", "检查路径和文件名"
	case errors.Is(err, fs.ErrPermission):
		p.Text, p.Hint = "没有权限读这个文件", "检查文件的权限"
	case errors.Is(err, errTooLarge):
		p.Text, p.Hint = "文件太大，超过1 MB", "这不像活动文件：从示例活动文件复制一份再改"
	}
	return p
}

// loader reads the sections of one campaign file into a class. What several sections have
// in common is checked by the types that it holds, what depends on several sections by
// checker, and what the texts say by checkSpoken.
type loader struct {
	read          func(file string) ([]byte, error)
	report        *problemList
	cal           *calendar
	phrases       *phraseClaims
	templates     *templateChecker
	links         *linkChecker
	schedule      *scheduleChecker
	vocabulary    Vocabulary
	c             *campaign.Campaign
	places        map[string][]place
	testWants     []*node // the value of 应该 of each test case
	reminderNodes []*node
	fileTexts     map[Key]string // texts of the file
	hashed        []byte
	files         map[string][]byte // by name
	faqBroken     bool              // some frequent question cannot be read
	onDisk        bool              // the files that the file names can be looked for
	spoken        []spoken          // texts and answers of the file
	wide          Vars              // what every text may use
	accountLines  map[string]int    // see Version
}

func (l *loader) load(data []byte) *Version {
	known := knownWords(l.vocabulary)
	root := newYAMLReader(l.report, func(w string) bool { return known[w] }).parse(data)
	if root == nil {
		return nil
	}
	l.root(root)
	l.noteAccountKeys(root)
	l.vocabulary.Account.Apply(l.c)
	(&checker{l}).crossCheck(root)
	contentsEntries(l)
	(&testReader{l}).check()
	checkSpoken(l)
	if Refused(l.report.problems) > 0 {
		return nil
	}
	texts, err := newTexts(l.c, l.fileTexts)
	if err != nil {
		l.report.problem(1, 1, err.Error(), "")
		return nil
	}
	sum := sha256.Sum256(l.hashed)
	l.c.Version = hex.EncodeToString(sum[:])
	return &Version{
		Campaign: l.c, Texts: texts, Hash: l.c.Version, Name: l.report.file, Files: l.files,
		places: l.places, testPlaces: placesOf(l.testWants),
		accountLines: l.accountLines, account: l.vocabulary.Account,
	}
}

// readBlockedWords reads the file of blocked words, one a line. It ignores empty lines
// and comments.
func (l *loader) readBlockedWords(n *node, name string) {
	if strings.Contains(name, "/") || strings.Contains(name, `\`) {
		l.report.errorAt(n, "屏蔽词文件「"+name+"」要和活动文件放在一起", "只写文件名")
		return
	}
	data, err := l.read(name)
	if err != nil {
		why := "打不开：" + unreadable(name, err).Text
		l.report.errorAt(n, "屏蔽词文件「"+name+"」"+why, "把它和活动文件放在一起，检查文件名")
		return
	}
	l.hashed = append(l.hashed, data...)
	l.files[name] = data
	words := &problemList{file: name}
	src, _ := words.decodeSource(data)
	for _, p := range words.problems {
		l.report.errorAt(n, "屏蔽词文件「"+name+"」第"+number(p.Line)+"行："+p.Text, p.Hint)
	}
	for _, line := range splitLines(src) {
		if w := text.Fold(line.text); w != "" && !strings.HasPrefix(line.text, "#") {
			l.c.BlockedWords = append(l.c.BlockedWords, w)
		}
	}
}
