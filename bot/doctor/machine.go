package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// Room is how many bytes can still be written into the file system of a directory.
type Room func(dir string) (int64, error)

// How many bytes of disk are little, and how many are too few to serve with: the database's
// log alone grows to 64 MiB.
const (
	diskLow  = 1 << 30
	diskFull = 128 << 20
	mebibyte = 1 << 20
)

// DataChecks look at the data directory and at the disk below it.
func DataChecks(dir string, room Room, needs ...Name) []Check {
	return []Check{
		{Data, needs, 0, func(context.Context) Finding { return data(dir) }},
		{Disk, append([]Name{Data}, needs...), 0, func(context.Context) Finding { return disk(dir, room) }},
	}
}

// existing returns a directory, or the nearest one above it that exists.
func existing(dir string) string {
	for {
		if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
			return dir
		}
		above := filepath.Dir(dir)
		if above == dir {
			return dir
		}
		dir = above
	}
}

func data(dir string) Finding {
	facts := []string{dir}
	if full, err := filepath.Abs(dir); err == nil {
		dir = full
	}
	there := existing(dir)
	info, err := os.Stat(there)
	switch {
	case err != nil:
		return Finding{State: Bad, Code: CodeDataReadOnly, Facts: facts}
	case !info.IsDir():
		return Finding{State: Bad, Code: CodeDataNoDirectory, Facts: []string{there}}
	case !writable(there):
		return Finding{State: Bad, Code: CodeDataReadOnly, Facts: []string{there}}
	case there != dir:
		return Finding{Code: CodeDataMissing, Facts: facts}
	default:
		return Finding{Code: CodeDataGood, Facts: facts}
	}
}

func disk(dir string, room Room) Finding {
	if full, err := filepath.Abs(dir); err == nil {
		dir = full
	}
	free, err := room(existing(dir))
	facts := []string{fmt.Sprint(free / mebibyte), dir}
	switch {
	case err != nil:
		return Finding{State: Unknown, Code: CodeDiskUnknown, Facts: []string{err.Error()}}
	case free < diskFull:
		return Finding{State: Bad, Code: CodeDiskFull, Facts: facts}
	case free < diskLow:
		return Finding{State: Notice, Code: CodeDiskLow, Facts: facts}
	default:
		return Finding{Code: CodeDiskGood, Facts: facts}
	}
}

// FontDirs are where systems keep fonts.
func FontDirs(home string) []string {
	return []string{
		"/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts",
		filepath.Join(home, ".fonts"), filepath.Join(home, ".local/share/fonts"),
	}
}

// fontFiles bounds how many files are looked at.
const fontFiles = 20_000

// FontsCheck looks for a font with Chinese characters by the names of its files. Without one
// pictures with Chinese words show boxes.
func FontsCheck(dirs ...string) Check {
	return Check{Fonts, nil, 0, func(ctx context.Context) Finding {
		chinese := regexp.MustCompile(
			`(?i)(cjk|noto\w*(sc|hans)|source-?han|wqy|wenquan|uming|ukai|simsun|simhei|msyh|pingfang|hiragino|heiti|songti|` +
				`droidsansfallback)`)
		seen, found := 0, ""
		for _, dir := range dirs {
			_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error { // what cannot be read has no font for us
				if seen++; err != nil || found != "" || seen > fontFiles || ctx.Err() != nil {
					return filepath.SkipAll
				}
				if !d.IsDir() && chinese.MatchString(d.Name()) {
					found = path
				}
				return nil
			})
		}
		if found == "" {
			return Finding{State: Notice, Code: CodeFontsNone}
		}
		return Finding{Code: CodeFontsGood, Facts: []string{found}}
	}}
}
