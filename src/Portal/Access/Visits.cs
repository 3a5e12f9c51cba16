using Portal.Client.Access;
using Portal.Client.Api;

namespace Portal.Access;

/// <summary>What a visitor of another site has come for; nothing else of the portal is there for them.</summary>
/// <param name="ExpiresAt">Of the token, Unix seconds.</param>
internal sealed record Visit(string ProjectId, string AssistantId, long ExpiresAt, int MessagesPerMinute);

/// <summary>Callers with a visitor's token, from the feature that gives them out.</summary>
internal interface IVisitorCallers
{
    /// <summary>Null where the token is none, has expired, or its site is no longer allowed.</summary>
    Task<Caller?> Authenticate(string token, string? address, CancellationToken cancellation);

    /// <summary>The token's time has run out.</summary>
    bool IsOver(Visit visit);

    /// <summary>The callers as they are now, by id; those whose site is no longer allowed are left out.</summary>
    Task<IReadOnlyDictionary<string, Caller>> Fresh(IReadOnlyCollection<Caller> callers, CancellationToken cancellation);

    /// <summary>Null, or the 429 for a visitor who writes too fast.</summary>
    ApiError? CheckPace(Caller visitor);
}

/// <summary>Which endpoints are there for visitors; all others refuse them, also those that come later.</summary>
internal static class Visits
{
    public const string TokenPrefix = "vt_";

    static ApiError Refusal { get; } = ApiError.Forbidden("A visitor of another site may only take part in their own conversation.");

    /// <summary>The endpoint serves visitors as well; what it answers them is cut by <see cref="VisitorView"/>.</summary>
    public static TBuilder AllowsVisitors<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ForVisitors());

    /// <summary>The endpoint asks nobody who they are.</summary>
    public static TBuilder AllowsAnybody<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ForAnybodyAttribute());

    public static bool IsForAnybody(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ForAnybodyAttribute>() is not null;

    public static ApiError? Refuse(HttpContext http, Caller caller, IVisitorCallers visitors)
    {
        if (caller.Visit is null || http.Request.Path.StartsWithSegments("/hubs")) return null;
        if (http.GetEndpoint()?.Metadata.GetMetadata<ForVisitors>() is null) return Refusal;
        return HttpMethods.IsGet(http.Request.Method) ? null : visitors.CheckPace(caller);
    }

    /// <summary>Of the hub's verbs those alone that bring a visitor the conversation.</summary>
    public static ApiError? RefuseVerb(string verb, Caller caller) => caller.Visit is null || verb is "Follow" or "Server" ? null : Refusal;

    sealed class ForVisitors;
}
