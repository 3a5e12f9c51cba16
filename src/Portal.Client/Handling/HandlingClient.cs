using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Client.Handling;

sealed class HandlingClient(ApiClient api) : IHandlingService
{
    public Task<Result<ChatThread>> Assign(string threadId, AssignInput input, CancellationToken cancellation) =>
        api.Post(Path(threadId, "assign"), input, ApiJson.Default.AssignInput, ApiJson.Default.ChatThread, cancellation);

    public Task<Result<ChatThread>> TakeOver(string threadId, CancellationToken cancellation) =>
        api.Post(Path(threadId, "take_over"), ApiJson.Default.ChatThread, cancellation);

    public Task<Result<ChatThread>> HandBack(string threadId, HandBackInput input, CancellationToken cancellation) =>
        api.Post(Path(threadId, "hand_back"), input, ApiJson.Default.HandBackInput, ApiJson.Default.ChatThread, cancellation);

    public Task<Result<ChatThread>> RequestPerson(string threadId, PersonRequestInput input, CancellationToken cancellation) =>
        api.Post(Path(threadId, "request_person"), input, ApiJson.Default.PersonRequestInput, ApiJson.Default.ChatThread, cancellation);

    public Task<Result<ListPage<ThreadNote>>> ListNotes(string threadId, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path(threadId, "notes")}{new QueryString().Add(query)}", ApiJson.Default.ListPageThreadNote, cancellation);

    public Task<Result<ThreadNote>> AddNote(string threadId, NoteInput input, string? idempotencyKey, CancellationToken cancellation) =>
        api.Post(Path(threadId, "notes"), input, ApiJson.Default.NoteInput, ApiJson.Default.ThreadNote, cancellation, idempotencyKey);

    public Task<Result<ListPage<ThreadActivity>>> ListActivity(string threadId, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path(threadId, "activity")}{new QueryString().Add(query)}", ApiJson.Default.ListPageThreadActivity, cancellation);

    static string Path(string threadId, string verb) => $"v2/threads/{QueryString.Segment(threadId)}/{verb}";
}
