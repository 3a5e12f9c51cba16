using Portal.Access;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.Handling;
using Portal.Client.Threads;
using Portal.Threads;

namespace Portal.Handling;

internal static class HandlingEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var thread = routes.MapGroup("/v2/threads/{threadId}").WithTags("Handling");
        thread.MapPost("/assign", Assign).WithSummary("Assign a thread to somebody or nobody, with a note for them if there is something to say")
            .Replays<ThreadsService, ChatThread>(Again);
        thread.MapPost("/take_over", TakeOver).WithSummary("Answer in place of the assistant; what it is making ends")
            .Replays<ThreadsService, ChatThread>(Again);
        thread.MapPost("/hand_back", HandBack).WithSummary("Let the assistant answer again")
            .Replays<ThreadsService, ChatThread>(Again);
        thread.MapPost("/request_person", RequestPerson).AllowsVisitors().WithSummary("Ask for a person")
            .Replays<ThreadsService, ChatThread>(Again);
        thread.MapGet("/notes", ListNotes).WithSummary("List the staff's notes on a thread, newest first; for signed-in people only");
        thread.MapPost("/notes", AddNote).WithSummary("Write a note for colleagues, or whisper to whoever has the thread; never shown to the model")
            .Produces<ThreadNote>(StatusCodes.Status201Created)
            .Replays<HandlingService, ThreadNote>((service, http, id) => service.GetNote(ThreadOf(http), id, http.RequestAborted), StatusCodes.Status201Created);
        thread.MapGet("/activity", ListActivity).WithSummary("List what people did with a thread, newest first; the cursors are thread_sequences");
    }

    static async Task<Reply<ChatThread>> Assign(string threadId, Body<AssignInput> body, IHandlingService service, CancellationToken cancellation) =>
        await service.Assign(threadId, body.Value, cancellation);

    static async Task<Reply<ChatThread>> TakeOver(string threadId, Body<TakeOverInput> body, IHandlingService service, CancellationToken cancellation) =>
        await service.TakeOver(threadId, cancellation);

    static async Task<Reply<ChatThread>> HandBack(string threadId, Body<HandBackInput> body, IHandlingService service, CancellationToken cancellation) =>
        await service.HandBack(threadId, body.Value, cancellation);

    static async Task<Reply<ChatThread>> RequestPerson(string threadId, Body<PersonRequestInput> body, IHandlingService service, CancellationToken cancellation) =>
        await service.RequestPerson(threadId, body.Value, cancellation);

    static async Task<Reply<ListPage<ThreadNote>>> ListNotes(string threadId, Paging paging, IHandlingService service, CancellationToken cancellation) =>
        await service.ListNotes(threadId, paging.Query, cancellation);

    static async Task<Reply<ThreadNote>> AddNote(string threadId, Body<NoteInput> body, IHandlingService service, CancellationToken cancellation) =>
        Reply.Created(await service.AddNote(threadId, body.Value, null, cancellation));

    static async Task<Reply<ListPage<ThreadActivity>>> ListActivity(string threadId, Paging paging, IHandlingService service, CancellationToken cancellation) =>
        await service.ListActivity(threadId, paging.Query, cancellation);

    static Task<Result<ChatThread>> Again(ThreadsService service, HttpContext http, string id) => service.Get(ThreadOf(http), http.RequestAborted);

    static string ThreadOf(HttpContext http) => (string)http.GetRouteValue("threadId")!;
}
