using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Components.Forms;
using Portal.Client.Embed;

namespace Portal.Client.Api;

/// <summary>
/// The browser's way to the v2 API: sends a contract, answers a contract or the documented error. Nothing throws but
/// cancellation; a lost network is an error like any other.
/// </summary>
sealed class ApiClient(HttpClient http, AntiforgeryStateProvider antiforgery, VisitorAccess visitor)
{
    /// <summary>The header in which writes of a signed-in browser prove where they come from.</summary>
    public const string AntiforgeryHeader = "RequestVerificationToken";

    /// <summary>The header that names the project of a call that no object named implies.</summary>
    public const string ProjectHeader = "OpenAI-Project";

    public Task<Result<T>> Get<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellation, string? projectId = null) =>
        Send(new HttpRequestMessage(HttpMethod.Get, path), answer, cancellation, projectId: projectId);

    public Task<Result<T>> Delete<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellation) =>
        Send(new HttpRequestMessage(HttpMethod.Delete, path), answer, cancellation);

    public Task<Result<TAnswer>> Post<TBody, TAnswer>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answer, CancellationToken cancellation,
        string? idempotencyKey = null, string? projectId = null, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, bodyType) };
        if (ifMatch is not null) request.Headers.Add("If-Match", ifMatch);
        return Send(request, answer, cancellation, idempotencyKey, projectId);
    }

    /// <summary>An answer that goes on while it is read; whoever takes it disposes it.</summary>
    public async Task<Result<Stream>> PostForStream<TBody>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, CancellationToken cancellation, string? projectId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, bodyType) };
        AddHeaders(request, null, projectId);
        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (response.IsSuccessStatusCode) return await response.Content.ReadAsStreamAsync(cancellation);
            using (response) return await ReadError(response, cancellation);
        }
        catch (Exception lost) when (lost is HttpRequestException or JsonException)
        {
            return Unreachable;
        }
    }

    public Task<Result<T>> Post<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellation) =>
        Send(new HttpRequestMessage(HttpMethod.Post, path), answer, cancellation);

    public Task<Result<T>> PostText<T>(string path, string text, string mediaType, JsonTypeInfo<T> answer, CancellationToken cancellation) =>
        Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(text, Encoding.UTF8, mediaType) }, answer, cancellation);

    public Task<Result<TAnswer>> Put<TBody, TAnswer>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answer, CancellationToken cancellation) =>
        Send(new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body, bodyType) }, answer, cancellation);

    async Task<Result<T>> Send<T>(
        HttpRequestMessage request, JsonTypeInfo<T> answer, CancellationToken cancellation, string? idempotencyKey = null, string? projectId = null)
    {
        using (request)
        {
            AddHeaders(request, idempotencyKey, projectId);
            try
            {
                using var response = await http.SendAsync(request, cancellation);
                if (!response.IsSuccessStatusCode) return await ReadError(response, cancellation);
                return (await response.Content.ReadFromJsonAsync(answer, cancellation))!;
            }
            catch (Exception lost) when (lost is HttpRequestException or JsonException || (lost is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                return Unreachable;
            }
        }
    }

    static ApiError Unreachable => ApiError.Unavailable("Portal could not be reached. Check the connection and try again.");

    void AddHeaders(HttpRequestMessage request, string? idempotencyKey, string? projectId)
    {
        if (visitor.Token is { } pass)
            request.Headers.Authorization = new("Bearer", pass);
        if (projectId is not null)
            request.Headers.Add(ProjectHeader, projectId);
        if (request.Method != HttpMethod.Get && antiforgery.GetAntiforgeryToken() is { } token)
            request.Headers.Add(AntiforgeryHeader, token.Value);
        if (request.Method == HttpMethod.Post)
            request.Headers.Add("Idempotency-Key", idempotencyKey ?? Guid.NewGuid().ToString("N"));
    }

    static async Task<ApiError> ReadError(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        var requestId = response.Headers.TryGetValues("x-request-id", out var ids) ? ids.First() : null;
        if (response.Content.Headers.ContentType?.MediaType != "application/json")
            return new ApiError(status, $"The server answered {status} without saying why.") { RequestId = requestId };
        var body = await response.Content.ReadFromJsonAsync(ApiJson.Default.ErrorBody, cancellation);
        return body!.Error with { Status = status, RequestId = requestId };
    }
}
