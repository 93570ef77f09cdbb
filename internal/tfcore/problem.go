package tfcore

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// problem is an error of a provider in the form of a CLI, with its line in the
// configuration, but without a frame.
func (m *module) problem(b *block, address string, d *tfprotov6.Diagnostic) error {
	var text strings.Builder
	fmt.Fprintf(&text, "Error: %s\n\n  with %s,\n", d.Summary, address)
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
	return fmt.Errorf("%s", text.String()) //nolint:err113 // a text for people
}

func (m *module) text(line int) string {
	return strings.Split(string(m.src), "\n")[line-1]
}

// line is the line of the attribute that a path leads to, or of the block that
// would hold it.
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
