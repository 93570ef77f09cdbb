package paperspace

import "context"

// User is a member of the team that the key belongs to.
type User struct {
	ID        string
	Email     string
	FirstName string
	LastName  string
	TeamID    string
	CreatedAt string // RFC 3339 as sent
}

// Get returns a field by its Terraform name, for [Filter.Match].
func (u User) Get(f Field) (string, bool) {
	switch f {
	case FieldID:
		return u.ID, true
	case FieldEmail:
		return u.Email, true
	case "first_name":
		return u.FirstName, true
	case "last_name":
		return u.LastName, true
	case FieldTeamID:
		return u.TeamID, true
	case FieldCreated:
		return u.CreatedAt, true
	default:
		return "", false
	}
}

// Users lists the members of the team.
type Users interface {
	// List returns the users that match f, in Paperspace's order.
	List(ctx context.Context, f Filter) ([]User, error)
}
