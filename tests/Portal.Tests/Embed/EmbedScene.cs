using System.Net.Http.Headers;
using Portal.Tests.Threads;

namespace Portal.Tests.Embed;

/// <summary>The scene's assistant, offered on a site, and visitors of that site.</summary>
static class EmbedScene
{
    public const string Site = "https://shop.example.org";

    public static async Task Offer(ChatScene scene, string more = "")
    {
        var saved = await scene.Client.Post($"/v2/assistants/{scene.AssistantId}/embed", $$"""{"enabled":true,"allowed_origins":["{{Site}}"]{{more}}}""");
        Assert.True(saved.Status == 200, saved.Body.ToString());
    }

    public static Task<Answered> Enter(ChatScene scene, string body = "{}", string origin = Site)
    {
        var nobody = scene.Host.Client(null);
        return nobody.Post($"/v2/embed/{scene.AssistantId}/visitors", body, ("Origin", origin));
    }

    /// <summary>A client that calls as a new visitor.</summary>
    public static async Task<HttpClient> Visitor(ChatScene scene, string body = """{"name":"Ada"}""")
    {
        await Offer(scene);
        var entered = await Enter(scene, body);
        Assert.True(entered.Status == 201, entered.Body.ToString());
        return With(scene, entered["token"].GetString()!);
    }

    public static HttpClient With(ChatScene scene, string token)
    {
        var client = scene.Host.Client(null);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
