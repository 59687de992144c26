package main

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"sigs.k8s.io/yaml"
)

// release is what templates see as .Release.
type release struct {
	Name, Namespace, Service string
	Revision                 int
	IsInstall, IsUpgrade     bool
}

// kubeVersion and apiVersions are what templates see as .Capabilities: a cluster without extensions.
type kubeVersion struct{ Version, Major, Minor string }

type apiVersions []string

// Has says whether the cluster serves an API.
func (versions apiVersions) Has(version string) bool {
	for _, known := range versions {
		if known == version {
			return true
		}
	}
	return false
}

// render evaluates every template that is not a partial, and answers the texts by the templates' full names.
func (c *chart) render(values map[string]interface{}, release release) (map[string]string, error) {
	root := template.New(c.metadata.Name).Option("missingkey=error")
	root.Funcs(functions(root))
	for name, text := range c.templates {
		if _, err := root.New(c.fullName(name)).Parse(text); err != nil {
			return nil, err
		}
	}

	rendered := map[string]string{}
	for name := range c.templates {
		if strings.HasPrefix(path.Base(name), "_") {
			continue
		}
		full := c.fullName(name)
		var text bytes.Buffer
		if err := root.ExecuteTemplate(&text, full, c.scope(full, values, release)); err != nil {
			return nil, err
		}
		rendered[full] = text.String()
	}
	return rendered, nil
}

func (c *chart) fullName(name string) string { return c.metadata.Name + "/" + name }

func (c *chart) scope(template string, values map[string]interface{}, release release) map[string]interface{} {
	return map[string]interface{}{
		"Values":   values,
		"Release":  release,
		"Chart":    c.metadata,
		"Files":    c.files,
		"Template": map[string]interface{}{"Name": template, "BasePath": c.metadata.Name + "/templates"},
		"Capabilities": map[string]interface{}{
			"KubeVersion": kubeVersion{Version: "v1.31.0", Major: "1", Minor: "31"},
			"APIVersions": apiVersions{"v1", "apps/v1", "networking.k8s.io/v1"},
		},
	}
}

// functions are sprig's without those that read the environment, and helm's own on top.
func functions(root *template.Template) template.FuncMap {
	functions := sprig.TxtFuncMap()
	delete(functions, "env")
	delete(functions, "expandenv")

	functions["include"] = func(name string, data interface{}) (string, error) {
		var text strings.Builder
		err := root.ExecuteTemplate(&text, name, data)
		return text.String(), err
	}
	functions["tpl"] = func(text string, data interface{}) (string, error) {
		clone, err := root.Clone()
		if err != nil {
			return "", err
		}
		parsed, err := clone.New("tpl").Parse(text)
		if err != nil {
			return "", err
		}
		var result strings.Builder
		err = parsed.Execute(&result, data)
		return result.String(), err
	}
	functions["required"] = func(message string, value interface{}) (interface{}, error) {
		if text, isText := value.(string); value == nil || isText && text == "" {
			return value, fmt.Errorf("%s", message)
		}
		return value, nil
	}
	functions["toYaml"] = func(value interface{}) (string, error) {
		text, err := yaml.Marshal(value)
		return strings.TrimSuffix(string(text), "\n"), err
	}
	functions["fromYaml"] = func(text string) (map[string]interface{}, error) {
		value := map[string]interface{}{}
		return value, yaml.Unmarshal([]byte(text), &value)
	}
	// As with `helm template`: there is no cluster to look anything up in.
	functions["lookup"] = func(apiVersion, kind, namespace, name string) map[string]interface{} {
		return map[string]interface{}{}
	}
	return functions
}
