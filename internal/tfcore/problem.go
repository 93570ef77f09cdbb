package tfcore

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// problem returns an error or a warning of a provider in the form of a CLI, with the line
// in the configuration, but without a frame.
func (m *module) problem(b *block, address string, d *tfprotov6.Diagnostic) string {
	var text strings.Builder
	kind := "Error"
	if d.Severity != tfprotov6.DiagnosticSeverityError {
		kind = "Warning"
	}
	fmt.Fprintf(&text, "%s: %s\n\n  with %s,\n", kind, d.Summary, address)
	if at, ok := m.line(b, d.Attribute); ok {
		header := "provider"
		if b != nil {
			header = fmt.Sprintf("resource %q %q", b.kind, b.name)
			if b.data {
				header = fmt.Sprintf("data %q %q", b.kind, b.name)
			}
		}
		fmt.Fprintf(&text, "  on %s line %d, in %s:\n  %d: %s\n", fileName, at.Start.Line, header, at.Start.Line, m.text(at.Start.Line))
	}
	fmt.Fprintf(&text, "\n%s\n", d.Detail)
	return text.String()
}

func (m *module) text(line int) string {
	return strings.Split(string(m.src), "\n")[line-1]
}

// line returns the range of the attribute at a path, or of the block that would contain
// it.
func (m *module) line(b *block, path *tftypes.AttributePath) (hcl.Range, bool) {
	body, at := m.provider, hcl.Range{}
	if b != nil {
		body, at = b.body, b.at
	}
	if path != nil {
		for _, s := range path.Steps() {
			name, ok := s.(tftypes.AttributeName)
			if !ok {
				break
			}
			content, _, _ := body.PartialContent(&hcl.BodySchema{
				Attributes: []hcl.AttributeSchema{{Name: string(name)}}, Blocks: []hcl.BlockHeaderSchema{{Type: string(name)}},
			})
			if a, ok := content.Attributes[string(name)]; ok {
				return a.Range, true
			}
			if len(content.Blocks) != 1 {
				break
			}
			body, at = content.Blocks[0].Body, content.Blocks[0].DefRange
		}
	}
	return at, at.Start.Line > 0
}

// warning is a warning of a provider.
type warning struct{ summary, text string }

func (r *run) warn(summary, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	*r.warned = append(*r.warned, warning{summary, text})
}

// takeWarnings returns the warnings as a CLI shows them, with only the first of each summary,
// and clears them.
func (c *Core) takeWarnings() string {
	var text strings.Builder
	all := c.warnings
	c.warnings = nil
	for i, w := range all {
		same := func(other warning) bool { return other.summary == w.summary }
		if slices.IndexFunc(all, same) < i {
			continue
		}
		text.WriteString(w.text)
		switch more := len(slices.DeleteFunc(slices.Clone(all), func(other warning) bool { return !same(other) })) - 1; more {
		case 0:
		case 1:
			text.WriteString("\n(and one more similar warning elsewhere)\n")
		default:
			fmt.Fprintf(&text, "\n(and %d more similar warnings elsewhere)\n", more)
		}
		text.WriteString("\n")
	}
	return text.String()
}
