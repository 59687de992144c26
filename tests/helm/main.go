// Command helm renders a chart as `helm template` does, so that the chart can be tested on machines without helm. It covers what this
// repository's chart uses and is stricter in one point: a value that does not exist is an error, where helm renders nothing.
//
// It builds on Debian's Go packages, without modules:
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go build -o /tmp/helm ./tests/helm
//	/tmp/helm -f values.yaml helm/tenant-gateway
package main

import (
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
	values, err := chart.coalesce(given, stdin)
	if err != nil {
		return err
	}
	if err := chart.validate(values); err != nil {
		return err
	}
	rendered, err := chart.render(values, release{Name: *name, Namespace: *namespace, Service: "Helm", Revision: 1, IsInstall: true})
	if err != nil {
		return err
	}
	return write(stdout, rendered, *notes)
}

// write prints the manifests in the order of their names, or the notes alone.
func write(stdout io.Writer, rendered map[string]string, notes bool) error {
	names := make([]string, 0, len(rendered))
	for name := range rendered {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		text := strings.TrimSpace(rendered[name])
		isNotes := strings.HasSuffix(name, "/NOTES.txt")
		if isNotes != notes || text == "" {
			continue
		}
		format := "---\n# Source: %s\n%s\n"
		if notes {
			format = "%[2]s\n"
		}
		if _, err := fmt.Fprintf(stdout, format, name, text); err != nil {
			return err
		}
	}
	return nil
}
