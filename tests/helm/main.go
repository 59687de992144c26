// Command helm renders a chart as `helm template` does, so that the chart can be tested on machines without helm. It covers what this
// repository's chart uses and is stricter in one point: a value that does not exist is an error, where helm renders nothing.
//
// It builds on Debian's Go packages, without modules:
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go build -o /tmp/helm ./tests/helm
//	/tmp/helm -f values.yaml helm/tenant-gateway
//
// With -cases it renders many times in one process: standard input is a JSON array of texts of YAML, each laid over the files of -f by itself, and
// standard output an array of {"manifests", "notes", "error"} in the same order.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
)

type valueFiles []string

func (files *valueFiles) String() string { return strings.Join(*files, ",") }

func (files *valueFiles) Set(name string) error {
	*files = append(*files, name)
	return nil
}

// outcome is what came of one set of values.
type outcome struct {
	Manifests string `json:"manifests"`
	Notes     string `json:"notes"`
	Error     string `json:"error"`
}

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		os.Exit(1)
	}
}

func run(args []string, stdin io.Reader, stdout io.Writer) error {
	var given valueFiles
	flags := flag.NewFlagSet("helm", flag.ContinueOnError)
	flags.Var(&given, "f", "values file, or - for standard input; may be repeated, later ones win")
	name := flags.String("name", "release-name", "name of the release")
	namespace := flags.String("namespace", "default", "namespace of the release")
	notes := flags.Bool("notes", false, "print the notes instead of the manifests")
	many := flags.Bool("cases", false, "render each text of the JSON array on standard input")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return fmt.Errorf("name one chart directory")
	}

	chart, err := loadChart(flags.Arg(0))
	if err != nil {
		return err
	}
	in := release{Name: *name, Namespace: *namespace, Service: "Helm", Revision: 1, IsInstall: true}
	texts, err := read(given, stdin)
	if err != nil {
		return err
	}
	if *many {
		return renderCases(chart, texts, in, stdin, stdout)
	}
	rendered, err := renderOnce(chart, texts, in)
	if err != nil {
		return err
	}
	_, err = io.WriteString(stdout, join(rendered, *notes))
	return err
}

func renderCases(chart *chart, texts [][]byte, in release, stdin io.Reader, stdout io.Writer) error {
	var cases []string
	if err := json.NewDecoder(stdin).Decode(&cases); err != nil {
		return err
	}
	outcomes := make([]outcome, len(cases))
	for i, overlay := range cases {
		rendered, err := renderOnce(chart, append(texts[:len(texts):len(texts)], []byte(overlay)), in)
		if err != nil {
			outcomes[i].Error = err.Error()
			continue
		}
		outcomes[i] = outcome{Manifests: join(rendered, false), Notes: join(rendered, true)}
	}
	return json.NewEncoder(stdout).Encode(outcomes)
}

func renderOnce(chart *chart, texts [][]byte, in release) (map[string]string, error) {
	values, err := chart.coalesce(texts)
	if err != nil {
		return nil, err
	}
	if err := chart.validate(values); err != nil {
		return nil, err
	}
	return chart.render(values, in)
}

// join puts the manifests together in the order of their names, or the notes alone.
func join(rendered map[string]string, notes bool) string {
	names := make([]string, 0, len(rendered))
	for name := range rendered {
		names = append(names, name)
	}
	sort.Strings(names)
	var joined strings.Builder
	for _, name := range names {
		text := strings.TrimSpace(rendered[name])
		isNotes := strings.HasSuffix(name, "/NOTES.txt")
		if isNotes != notes || text == "" {
			continue
		}
		if notes {
			fmt.Fprintf(&joined, "%s\n", text)
		} else {
			fmt.Fprintf(&joined, "---\n# Source: %s\n%s\n", name, strings.TrimPrefix(text, "---\n"))
		}
	}
	return joined.String()
}
