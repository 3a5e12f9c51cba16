using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Portal.Tests.Access;
using Portal.Tests.Threads;

namespace Portal.Tests.Embed;

/// <summary>Of all that the endpoint table holds a visitor reaches these and no more; a new endpoint is not there for visitors until it says so.</summary>
public sealed class VisitorReachTests(PortalHost host) : IClassFixture<PortalHost>
{
    static readonly string[] ForVisitors =
    [
        "GET /v2/threads/{}", "GET /v2/threads/{}/messages", "POST /v2/threads/{}/messages", "GET /v2/threads/{}/messages/{}", "GET /v2/threads/{}/messages/{}/stream",
        "POST /v2/threads/{}/messages/{}/cancel", "POST /v2/threads/{}/messages/{}/retry", "POST /v2/threads/{}/messages/{}/feedback", "POST /v2/threads/{}/request_person",
        "POST /v2/embed/thread", "GET /v2/embed/{}", "POST /v2/embed/{}/visitors",
    ];

    [Fact]
    public async Task Visitor_ReachesTheConversation_AndNothingElse()
    {
        await using var scene = await ChatScene.Set(host);
        await EmbedScene.Offer(scene, ""","messages_per_minute":600""");
        using var visitor = EmbedScene.With(scene, (await EmbedScene.Enter(scene))["token"].GetString()!);
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("v2", StringComparison.Ordinal))
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (Method: method, Path: endpoint.RoutePattern)))
            .ToList();
        Assert.True(endpoints.Count > 100);
        var reached = new List<string>();
        foreach (var (method, pattern) in endpoints)
        {
            var path = string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
            {
                Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
                Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
                _ => "1",
            }))));
            var answer = await visitor.Call(new HttpMethod(method), $"/{path}", method == "GET" ? null : "{}");
            using (answer.Response)
            {
                if (answer.Status != 403) reached.Add(AuthorizationRow.ShapeOf(method, pattern.RawText!));
            }
        }

        Assert.Equal(ForVisitors.Order(), reached.Order());
    }
}
