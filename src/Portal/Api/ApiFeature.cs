using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Portal.Api.OpenApi;

namespace Portal.Api;

/// <summary>What every endpoint has in common: ids, errors, strict bodies, paging, entity tags, idempotency, OpenAPI.</summary>
internal static class ApiFeature
{
    public const int MaxBodyBytes = 4 * 1024 * 1024;

    public static WebApplicationBuilder AddApi(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Repeats>();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = Wire.Json.PropertyNamingPolicy;
            json.SerializerOptions.TypeInfoResolver = new DefaultJsonTypeInfoResolver();
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.RespectNullableAnnotations = true;
        });
        builder.Services.AddOpenApi("v2", ApiDescription.Configure);
        return builder;
    }
}
