package content

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
)

// AccountFile is the name of the file in a folder of campaign files that says what holds for
// the account (R20).
const AccountFile = "account.yaml"

// Account is the content of an account file without errors. What it says holds for every
// class of the folder, whatever their files say. It is immutable.
type Account struct {
	// Hash is the SHA-256 of the file and of the words file, in hex.
	Hash string
	// Files holds the content of both, by name.
	Files map[string][]byte

	class campaign.Campaign // holds the values
	says  map[string]bool   // the keys of the file
}

// CampaignFiles returns the campaign files that a path means, by name: the path itself, or
// the files of a folder. The account file is none.
func CampaignFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return []string{path}, nil //nolint:nilerr // Load says in the operator's words what is wrong
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		ending := strings.ToLower(filepath.Ext(e.Name()))
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") || e.Name() == AccountFile || ending != ".yaml" && ending != ".yml" {
			continue
		}
		out = append(out, filepath.Join(path, e.Name()))
	}
	return out, nil
}

// Folder returns the folder of the campaign files that a path means, and whether the path
// itself is it.
func Folder(path string) (dir string, whole bool) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return path, true
	}
	return filepath.Dir(path), false
}

// LoadAccount reads and checks the account file of a folder. It returns nil without an error
// if there is none. See Load for the problems and the error.
func LoadAccount(dir string, known Vocabulary) (*Account, []Problem, error) {
	files := os.DirFS(dir)
	return loadAccount(func(file string) ([]byte, error) { return readFile(files, file) }, known)
}

// LoadAccountFiles is LoadAccount from the Files of an account.
func LoadAccountFiles(files map[string][]byte, known Vocabulary) (*Account, []Problem, error) {
	return loadAccount(reader(files), known)
}

func loadAccount(read func(file string) ([]byte, error), known Vocabulary) (*Account, []Problem, error) {
	data, err := read(AccountFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, []Problem{unreadable(AccountFile, err)}, fmt.Errorf("%w: %w", ErrBad, err)
	}
	l := newLoader(read, AccountFile, known, time.Time{})
	l.hashed, l.files = slices.Clip(data), map[string][]byte{AccountFile: data}
	words := knownWords(known)
	a := &Account{says: map[string]bool{}}
	if root := newYAMLReader(l.report, func(w string) bool { return words[w] }).parse(data); root != nil {
		l.account(root, a)
	}
	if problems := l.report.all(); Refused(problems) > 0 {
		return nil, problems, ErrBad
	}
	sum := sha256.Sum256(l.hashed)
	a.Hash, a.Files, a.class = hex.EncodeToString(sum[:]), l.files, *l.c
	return a, l.report.problems, nil
}

// account reads the account file.
func (l *loader) account(root *node, a *Account) {
	s := l.section(root, accountName)
	for _, key := range keysOf(accountName) {
		a.says[key] = s.get(key) != nil
	}
	if v := s.get("限速"); v != nil {
		l.limits(v)
		for i, w := range l.c.Limits.Exempt {
			if at := v.child("不限速的指令"); !slices.Contains(l.vocabulary.Commands, w) && i < len(at.items) {
				l.report.errorAt(at.items[i], "不限速的指令「"+w+"」不存在，不是指令", (&checker{l}).commandHint(w))
			}
		}
	}
	l.c.Menu = (&menuReader{l}).menu(s.get("菜单"), "菜单", 1)
	l.unknown(s)
	l.duty(s)
	s.hours("免打扰", &l.c.Broadcasts.Quiet)
	var words string
	s.str("屏蔽词文件", &words)
	s.reportUnknownKeys()
	if words != "" {
		l.readBlockedWords(s.get("屏蔽词文件"), words)
	}
}

// Is reports whether two accounts have the same content; either may be nil.
func (a *Account) Is(b *Account) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Hash == b.Hash
}

// Apply gives a class what the account file says; a nil account says nothing.
func (a *Account) Apply(c *campaign.Campaign) {
	for _, key := range a.Keys() {
		setAccountValue(c, &a.class, key)
	}
}

// Keys lists what the account file says, in the order of the reference; a nil account says
// nothing.
func (a *Account) Keys() (out []string) {
	if a == nil {
		return nil
	}
	for _, key := range keysOf(accountName) {
		if a.says[key] {
			out = append(out, key)
		}
	}
	return out
}

// Overruled lists the keys of a file that the account file gives another value. The file was
// loaded without the account.
func (a *Account) Overruled(v *Version) (out []string) {
	for _, key := range a.Keys() {
		if v.accountLines[key] > 0 && !sameAccountValue(v.Campaign, &a.class, key) {
			out = append(out, key)
		}
	}
	return out
}

// setAccountValue copies the value of a key of the account file.
func setAccountValue(to, from *campaign.Campaign, key string) {
	switch key {
	case "限速":
		to.Limits = from.Limits
	case "菜单":
		to.Menu = from.Menu
	case "未知问题":
		to.Unknown = from.Unknown
	case "屏蔽词文件":
		to.BlockedWords = from.BlockedWords
	case "班主任在线":
		to.Duty = from.Duty
	case "免打扰":
		to.Broadcasts.Quiet = from.Broadcasts.Quiet
	}
}

// sameAccountValue reports whether two classes have the same value of a key of the account
// file.
func sameAccountValue(a, b *campaign.Campaign, key string) bool {
	var x, y campaign.Campaign
	setAccountValue(&x, a, key)
	setAccountValue(&y, b, key)
	return reflect.DeepEqual(x, y)
}

// accountHome is the section of a campaign file in which a key of the account file stands;
// empty for the file itself.
func accountHome(key string) string {
	switch key {
	case "未知问题", "班主任在线":
		return "活动"
	case "屏蔽词文件":
		return "提问"
	case "免打扰":
		return "群发"
	default:
		return ""
	}
}

// noteAccountKeys remembers the lines on which a campaign file says what an account file may
// say.
func (l *loader) noteAccountKeys(root *node) {
	for _, key := range keysOf(accountName) {
		at := root
		if home := accountHome(key); home != "" {
			at = root.child(home)
		}
		if v := at.child(key); v != nil {
			l.accountLines[key] = v.line
		}
	}
}
