using Portal.Client.Api;

namespace Portal.Api;

/// <summary>A request that cannot be bound: thrown by the pipeline before an endpoint runs, never by a service.</summary>
internal sealed class ApiErrorException(ApiError error) : Exception(error.Message)
{
    public ApiError Error { get; } = error;
}
