package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"
)

// chart is a chart directory as it was read: nothing of it is evaluated yet.
type chart struct {
	metadata  metadata
	defaults  map[string]interface{}
	schema    []byte
	templates map[string]string
	files     files
}

// metadata is Chart.yaml. A field that is not listed here is refused.
type metadata struct {
	APIVersion  string            `json:"apiVersion"`
	Name        string            `json:"name"`
	Version     string            `json:"version"`
	AppVersion  string            `json:"appVersion"`
	KubeVersion string            `json:"kubeVersion"`
	Description string            `json:"description"`
	Type        string            `json:"type"`
	Home        string            `json:"home"`
	Sources     []string          `json:"sources"`
	Keywords    []string          `json:"keywords"`
	Annotations map[string]string `json:"annotations"`
}

// files are the chart's other files, as templates see them.
type files map[string][]byte

// Get answers a file's text, or nothing where there is no such file, as helm does.
func (f files) Get(name string) string { return string(f[name]) }

func loadChart(directory string) (*chart, error) {
	loaded := &chart{templates: map[string]string{}, files: files{}}
	err := filepath.Walk(directory, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(directory, path)
		if err != nil {
			return err
		}
		if err := loaded.add(filepath.ToSlash(relative), text); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return nil
	})
	if err == nil && loaded.metadata.Name == "" {
		err = fmt.Errorf("%s: no Chart.yaml with a name", directory)
	}
	return loaded, err
}

func (c *chart) add(name string, text []byte) error {
	switch {
	case name == "Chart.yaml":
		return yaml.UnmarshalStrict(text, &c.metadata)
	case name == "values.yaml":
		return yaml.UnmarshalStrict(text, &c.defaults)
	case name == "values.schema.json":
		c.schema = text
	case strings.HasPrefix(name, "templates/"):
		c.templates[name] = string(text)
	default:
		c.files[name] = text
	}
	return nil
}
