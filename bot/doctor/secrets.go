package doctor

import (
	"context"
	"io/fs"
	"os"
	"strings"
)

// Secret says where a secret comes from: the variable Name itself, or the file at Path, which
// the service manager has handed over if Passed is set.
type Secret struct {
	Name, Path string
	Passed     bool
}

// othersRead is the mode of a file that everybody on the machine can read.
const othersRead fs.FileMode = 0o004

// SecretsCheck says where each secret comes from, never what it is. A file below /run is made
// by a container's or the system's own means, which keep it from others.
func SecretsCheck(all []Secret) Check {
	return Check{Secrets, nil, 0, func(context.Context) Finding {
		var lines, open []string
		for _, s := range all {
			from := "environment"
			switch {
			case s.Passed:
				from = "service " + s.Path
			case s.Path != "":
				from = "file " + s.Path
				info, err := os.Stat(s.Path)
				if err == nil && info.Mode()&othersRead != 0 && !strings.HasPrefix(s.Path, "/run/") {
					open = append(open, s.Path)
				}
			}
			lines = append(lines, s.Name+" "+from)
		}
		switch {
		case len(open) > 0:
			return Finding{State: Notice, Code: CodeSecretsOpen, Facts: []string{strings.Join(open, " ")}}
		case len(lines) == 0:
			return Finding{Code: CodeSecretsNone}
		default:
			return Finding{Code: CodeSecretsGood, Facts: []string{strings.Join(lines, "\n")}}
		}
	}}
}
