using Portal.Access;
using Portal.Api;
using Portal.Assistants;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Embed;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Threads;

namespace Portal.Embed;

internal sealed class EmbedService(
    IDatabase database, IJournal journal, CallContext context, IAssistantDirectory assistants, ThreadsService threads, TimeProvider time) : IEmbedService
{
    public async Task<Result<EmbedSettings>> Get(string assistantId, CancellationToken cancellation)
    {
        var assistant = await Find(Permission.ReadProject, assistantId, cancellation);
        if (!assistant.IsSuccess) return assistant.Error;
        var row = await database.Read(connection => EmbedRepository.Find(connection, assistantId), cancellation);
        return row is null ? EmbedRow.Of(assistantId, new EmbedInput(), 0).ToContract() with { UpdatedAt = null } : row.ToContract();
    }

    public async Task<Result<EmbedSettings>> Save(string assistantId, EmbedInput input, CancellationToken cancellation)
    {
        var assistant = await Find(Permission.ManageProject, assistantId, cancellation);
        if (!assistant.IsSuccess) return assistant.Error;
        if (assistant.Value.Archived && input.Enabled) return ApiError.Conflict("The assistant is archived: it answers no more.", "assistant_archived");
        if (CheckOrigins(input) is { } wrong) return wrong;
        var now = EmbedRow.Of(assistantId, input with { AllowedOrigins = [.. input.AllowedOrigins.Select(Normal).Distinct()] }, time.GetUtcNow().ToUnixTimeSeconds());
        var before = await database.Read(connection => EmbedRepository.Find(connection, assistantId), cancellation) ?? EmbedRow.Of(assistantId, new EmbedInput(), 0);
        var changes = AuditChanges.Between(before.ToContract() with { UpdatedAt = null }, now.ToContract() with { UpdatedAt = null });
        return await journal.Commit(new AuditEntry("assistant.embed_updated", "assistant", assistantId, assistant.Value.ProjectId) { Changes = changes }, connection =>
        {
            EmbedRepository.Save(connection, now);
            return now.ToContract();
        }, cancellation);
    }

    public async Task<Result<EmbedLook>> GetLook(string assistantId, CancellationToken cancellation)
    {
        var row = await database.Read(connection => EmbedRepository.Find(connection, assistantId), cancellation);
        if (row is not { Enabled: not 0 } || await assistants.Find(assistantId, cancellation) is not { Archived: false } assistant) return ApiError.NotFound("chat", assistantId);
        return new EmbedLook(assistantId, row.Title ?? assistant.Saved.Name, row.Greeting, Wire.Word<EmbedScheme>(row.Scheme), row.Accent);
    }

    public async Task<Result<ChatThread>> OpenThread(CancellationToken cancellation)
    {
        var visitor = context.Caller;
        if (visitor.Visit is not { } visit) return ApiError.Forbidden("This is for visitors of a site that shows the assistant. Make a thread with POST /v2/threads.");
        // Two tabs of one visitor share the conversation.
        using var turn = await KeyedLock.Enter($"visitor {visitor.Id}", cancellation);
        var (open, rows) = await database.Read(
            connection => (EmbedRepository.OpenThread(connection, visitor.Id), EmbedRepository.FindVisitors(connection, [visitor.Id])), cancellation);
        if (open is not null) return await threads.Shown(open, cancellation);
        var assistant = await assistants.Find(visit.AssistantId, cancellation);
        return await threads.Create(assistant!, new ThreadCreate
        {
            AssistantId = visit.AssistantId,
            Metadata = new Dictionary<string, string> { ["customer"] = visitor.Name, ["site"] = rows[0].Origin },
        }, cancellation);
    }

    static ApiError? CheckOrigins(EmbedInput input)
    {
        if (input is { Enabled: true, AllowedOrigins.Count: 0 }) return ApiError.Invalid("'allowed_origins' must name the sites that may show the chat.", "allowed_origins", "missing_field");
        foreach (var (index, origin) in input.AllowedOrigins.Index())
        {
            if (IsOrigin(origin)) continue;
            return ApiError.Invalid(
                $"'allowed_origins[{index}]' must be an origin such as 'https://shop.example.org': https (http on this machine only), host, and port if there is one.",
                $"allowed_origins[{index}]", "invalid_value");
        }

        return null;
    }

    /// <summary>As a browser writes it: small letters, no port that goes without saying, punycode.</summary>
    static string Normal(string origin) => new Uri(origin) is var uri && uri.IsDefaultPort ? $"{uri.Scheme}://{uri.IdnHost}" : $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}";

    static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri is { UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" }
        && text.IndexOfAny([' ', ';', ',', '*', '\'', '"']) < 0;

    async Task<Result<AssistantDefinition>> Find(Permission permission, string id, CancellationToken cancellation)
    {
        var assistant = await assistants.Find(id, cancellation);
        if (assistant is null) return ApiError.NotFound("assistant", id);
        return context.Caller.Check(permission, assistant.ProjectId, "assistant", id) is { } denied ? denied : assistant;
    }
}
