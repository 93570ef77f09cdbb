package paperspace

import (
	"context"
	"iter"
	"strings"
)

// Objects is the part of the API for objects of one kind that are created and destroyed. Kinds
// whose objects can get another name are also [Renamable].
type Objects[T, In any] interface {
	// List returns the objects that match f, in Paperspace's order.
	List(ctx context.Context, f Filter) ([]T, error)
	// Show reads one object.
	Show(ctx context.Context, id string) (T, error)
	// Create sends a request that is not repeated if it might have arrived; see [HadEffect]
	// and ops.Kind.Create.
	Create(ctx context.Context, in In) (T, error)
	Destroy(ctx context.Context, id string) error
}

// Renamable is the part of the API that renames objects.
type Renamable interface {
	Rename(ctx context.Context, id, name string) error
}

// Creation holds the settings of a new object T.
type Creation[T any] interface {
	// Title returns the name of the object, or another text that distinguishes creates if the
	// objects have no name. Creates with the same title run one after the other.
	Title() string
	Compare(T) Likeness
}

// Plural returns the plural of the name of a kind.
func Plural(noun string) string {
	if strings.HasSuffix(noun, "s") {
		return noun + "es"
	}
	return noun + "s"
}

// Each returns the objects of a list as a sequence. If err is not nil, the sequence ends with
// it.
func Each[T any](all []T, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, t := range all {
			if !yield(t, nil) {
				return
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}
