using System.ComponentModel;
using Portal.Access;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.Threads;
using Portal.Limits;
using Portal.Runs;

namespace Portal.Threads;

internal static class MessagesEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var messages = routes.MapGroup("/v2/threads/{threadId}/messages").WithTags("Messages");
        messages.MapGet("", List).AllowsVisitors().WithSummary("List one branch of a thread");
        messages.MapPost("", Post).AllowsVisitors().WithSummary("Post a user message or a tool's output; answers at once, with the finished reply (Prefer: wait), or with the event stream")
            .Produces<Message>(StatusCodes.Status201Created)
            .WithMetadata(RequestField.Header("Prefer", "wait=30 holds the answer up to that many seconds and returns the finished reply."), new ReplayMetadata(ReplayPost)).AddEndpointFilter(RateLimitStatus.Send);
        messages.MapGet("/{id}", Get).AllowsVisitors().WithSummary("Read a message");
        messages.MapPost("/{id}/cancel", Cancel).AllowsVisitors().WithSummary("End the run that answers, or is, the message")
            .Replays<MessagesService, Message>(Again);
        messages.MapPost("/{id}/retry", Retry).AllowsVisitors().WithSummary("Make an ended reply anew, beside the old one")
            .Produces<Message>(StatusCodes.Status201Created)
            .WithMetadata(RequestField.Header("Prefer", "wait=30 holds the answer up to that many seconds and returns the finished reply."), new ReplayMetadata(ReplayRetry)).AddEndpointFilter(RateLimitStatus.Send);
        messages.MapPost("/{id}/feedback", GiveFeedback).AllowsVisitors().WithSummary("Rate a reply")
            .Replays<MessagesService, Message>(Again);
        messages.MapGet("/{id}/stream", Follow).AllowsVisitors().WithSummary("Follow the run that answers, or is, the message as server-sent events")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
            .WithMetadata(RequestField.Header("Last-Event-ID", "Go on after this event; without it from the beginning."));
    }

    static async Task<Reply<ListPage<Message>>> List(
        string threadId,
        [Description("A message of the branch to read, to that branch's tip. Default: the branch last written to; where that does not hold the message of 'around' or 'before', the newest branch through it.")]
        string? branch,
        [Description("A message: the page holds it with the messages around it, half of the limit newer ones, and older ones for the rest. Not together with 'after' or 'before'.")]
        string? around,
        Paging paging,
        MessagesService service,
        CancellationToken cancellation) => around is null
            ? await service.List(threadId, branch, paging.Query, cancellation)
            : await service.ListAround(threadId, branch, around, paging.Query, cancellation);

    static async Task<Reply<Message>> Get(string threadId, string id, IMessagesService service, CancellationToken cancellation) =>
        await service.Get(threadId, id, cancellation);

    static async Task<IResult> Post(
        string threadId, Body<MessageInput> body, IMessagesService service, ReplyAnswer answer, HttpContext http, CancellationToken cancellation) =>
        await answer.ToPosted(http, await service.Post(threadId, body.Value, cancellation), body.Value.Stream);

    static async Task<IResult> ReplayPost(HttpContext http, string id)
    {
        var body = await Body<MessageInput>.BindAsync(http, null!);
        var posted = await http.RequestServices.GetRequiredService<MessagesService>().GetPosted((string)http.GetRouteValue("threadId")!, id, http.RequestAborted);
        return await http.RequestServices.GetRequiredService<ReplyAnswer>().ToPosted(http, posted, body.Value.Stream);
    }

    static async Task<Reply<Message>> Cancel(string threadId, string id, IMessagesService service, CancellationToken cancellation) =>
        await service.Cancel(threadId, id, cancellation);

    static async Task<IResult> Retry(
        string threadId, string id, Body<RetryInput> body, IMessagesService service, ReplyAnswer answer, HttpContext http, CancellationToken cancellation) =>
        await answer.ToRetried(http, await service.Retry(threadId, id, body.Value, cancellation), body.Value.Stream);

    static async Task<IResult> ReplayRetry(HttpContext http, string id)
    {
        var body = await Body<RetryInput>.BindAsync(http, null!);
        var reply = await Again(http.RequestServices.GetRequiredService<MessagesService>(), http, id);
        return await http.RequestServices.GetRequiredService<ReplyAnswer>().ToRetried(http, reply, body.Value.Stream);
    }

    static async Task<Reply<Message>> GiveFeedback(
        string threadId, string id, Body<FeedbackInput> body, IMessagesService service, CancellationToken cancellation) =>
        await service.GiveFeedback(threadId, id, body.Value, cancellation);

    static async Task<IResult> Follow(string threadId, string id, ThreadStreams streams, HttpContext http, CancellationToken cancellation)
    {
        var header = http.Request.Headers["Last-Event-ID"].ToString();
        long after = 0;
        if (header.Length > 0 && (!long.TryParse(header, out after) || after < 0))
            return new Reply<Message>(ApiError.Invalid("'Last-Event-ID' must be the id of an event of this stream.", "Last-Event-ID", "invalid_cursor"));
        var run = await streams.FollowMessage(threadId, id, after, cancellation);
        return run.IsSuccess ? new EventStream(run.Value) : new Reply<Message>(run.Error);
    }

    static Task<Result<Message>> Again(MessagesService service, HttpContext http, string id) =>
        service.Get((string)http.GetRouteValue("threadId")!, id, http.RequestAborted);
}
