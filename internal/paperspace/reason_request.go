package paperspace

// What is known about a request, or about the server that it was sent to.
type (
	// Redirected means that the response was a redirect that is not followed.
	Redirected struct{ fact }
	// NotTheAPI means that the response is not one of the Paperspace API.
	NotTheAPI struct{ fact }
	// HandshakeFailed means that no secure connection was established.
	HandshakeFailed struct{ fact }
	// TooLittleTime means that a request was not sent because the operation has less time
	// left than the request might take.
	TooLittleTime struct{ fact }
	// PauseTooLong means that Paperspace required a longer pause than the operation has
	// time for.
	PauseTooLong struct{ fact }
	// TimeOver means that an operation ran out of time while it waited for its turn.
	TimeOver struct{ fact }
	// OtherVersion means that another API version offers what the configured one lacks.
	OtherVersion struct {
		fact
		Name string // of the [API]
	}
	// CoreRetired means that the server is the one that Paperspace has switched off.
	CoreRetired struct {
		fact
		Endpoint string
		Other    string // the Name of the [API] that succeeds it
	}
	// NoNetworkCreate means that a server of CORE offers the documented requests only.
	NoNetworkCreate struct{ fact }
	// EmptyID means that the ID of an object is empty. No input of a user leads to that.
	EmptyID struct{ fact }
)
