package wire

import "github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"

// Name is a text that a user has written, such as a name, a description, or an email address.
// Terraform prints it in plans, so it is made visible when it is read; see
// [paperspace.Visible].
type Name string

// UnmarshalJSON accepts any scalar.
func (n *Name) UnmarshalJSON(raw []byte) error {
	var t Text
	err := t.UnmarshalJSON(raw)
	*n = Name(paperspace.Visible(string(t)))
	return err
}
