using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Portal.Data;

namespace Portal.Api.OpenApi;

/// <summary>Adds to the generated document what the endpoints have in common: ids, headers, errors and who may call.</summary>
internal static partial class ApiDescription
{
    const string Key = "key";
    const string Session = "session";

    static readonly RequestField Project = RequestField.Header(
        "OpenAI-Project", "The project to act in, for organization keys and signed-in users; an object named in the path implies it.");
    static readonly RequestField Idempotency = RequestField.Header(
        "Idempotency-Key", "1 to 255 characters. A repeat within 24 hours has no second effect and answers the same object.");
    static readonly RequestField Match = RequestField.Header(
        "If-Match", "The object's ETag as last read; another state of it is a 412 instead of a lost update.");

    /// <summary>What fields of these names are wherever they stand, unless the contract says more.</summary>
    static readonly Dictionary<string, string> Fields = new()
    {
        ["object"] = "The kind of object that this is.",
        ["created_at"] = "Unix seconds.",
        ["updated_at"] = "Unix seconds.",
        ["metadata"] = "Up to 16 pairs of text: names to 64 characters, values to 512.",
        ["project_id"] = "Of the project that it belongs to.",
        ["input_tokens"] = "All of the input, with what was cached.",
        ["cached_tokens"] = "Part of the input.",
        ["output_tokens"] = "All of the output, with reasoning.",
        ["reasoning_tokens"] = "Part of the output.",
        ["cost"] = "US dollars.",
        ["provider_cost"] = "US dollars that providers charge.",
        ["amount"] = "US dollars.",
        ["time_zone"] = "By its name in the IANA database, such as Europe/Berlin.",
    };

    public static void Configure(OpenApiOptions options)
    {
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonPropertyInfo is { } field) schema.Description ??= Fields.GetValueOrDefault(field.Name);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, context, _) =>
        {
            Describe(document, context.ApplicationServices.GetRequiredService<IOptions<PortalOptions>>().Value.PathBase);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Describe(operation, context);
            return Task.CompletedTask;
        });
    }

    static void Describe(OpenApiDocument document, string pathBase)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Portal",
            Version = "v2",
            Description = "Assistants, threads, runs and their administration. JSON in snake_case; times in Unix seconds; money in US dollars. "
                + "Lists page by keyset with limit, order, after and before. Every answer carries x-request-id.",
        };
        document.Servers = [new OpenApiServer { Url = $"{pathBase}/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key of a project or of the organization: sk-…" },
            [Session] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "portal_session",
                Description = "A signed-in browser; its writes carry the antiforgery token in the header RequestVerificationToken.",
            },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Session, document)] = [] },
        ];
    }

    static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var path = context.Description.RelativePath!;
        var method = context.Description.HttpMethod!;
        operation.OperationId = Id(method, path);
        AddParameters(operation, metadata, path);
        AddErrors(operation, context, metadata, method, path);
        if (operation.RequestBody is OpenApiRequestBody body && metadata.OfType<PatchMetadata>().Any())
            body.Description = "An update: a field given replaces the whole field, null clears it, the rest stays. Every field may be left out.";
    }

    static void AddParameters(OpenApiOperation operation, IList<object> metadata, string path)
    {
        operation.Parameters ??= [];
        foreach (var (at, name) in RouteParameter().Matches(path).Select(match => (match.Index, match.Groups[1].Value)))
        {
            var parameter = operation.Parameters.FirstOrDefault(one => one.Name == name);
            if (parameter is null)
            {
                operation.Parameters.Add(parameter = new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }

            parameter.Description ??= $"One of those at /{path[..at].Trim('/')}.";
        }

        var fields = metadata.OfType<RequestField>().ToList();
        if (metadata.OfType<ReplayMetadata>().Any()) fields.Add(Idempotency);
        if (metadata.OfType<PatchMetadata>().Any()) fields.Add(Match);
        fields.Add(Project);
        foreach (var field in fields) operation.Parameters.Add(field.ToParameter());
    }

    static void AddErrors(OpenApiOperation operation, OpenApiOperationTransformerContext context, IList<object> metadata, string method, string path)
    {
        var responses = operation.Responses ??= [];
        var creates = metadata.OfType<ReplayMetadata>().Any(replay => replay.Status == StatusCodes.Status201Created);
        if (creates && responses.Remove("200", out var made)) responses["201"] = Renamed(made);
        var takesBody = operation.RequestBody is not null;
        Error("400", "Something in the request is wrong; param names its place.");
        Error("401", "No valid key or session.");
        Error("403", "The caller's role or the key's scopes do not allow it.");
        if (path.Contains('{')) Error("404", "There is no such object, or the caller may not see it.");
        if (method is not "GET") Error("409", "The object's state does not allow it.");
        if (metadata.OfType<PatchMetadata>().Any()) Error("412", "The object is not the one that If-Match names.");
        if (takesBody) Error("413", "The body is too large.");
        if (takesBody) Error("415", "The body is not application/json.");
        Error("429", "A limit is reached; Retry-After says when to come again.");
        Error("503", "Nothing could be written, so nothing was changed.");

        void Error(string status, string description) => responses[status] = new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new() { Schema = new OpenApiSchemaReference("ErrorBody", context.Document) },
            },
        };
    }

    static IOpenApiResponse Renamed(IOpenApiResponse response)
    {
        response.Description = "Created";
        return response;
    }

    /// <summary>Such as <c>get_projects_by_id_members</c>: stable, because it is made of the address.</summary>
    static string Id(string method, string path)
    {
        var words = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(segment => RouteParameter().Match(segment) is { Success: true } match ? $"by_{Snake(match.Groups[1].Value)}" : segment);
        return $"{method.ToLowerInvariant()}_{string.Join('_', words)}";
    }

    static string Snake(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    [GeneratedRegex(@"\{\**([A-Za-z]+)[^}]*\}")]
    private static partial Regex RouteParameter();
}
