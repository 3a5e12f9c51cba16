using System.Diagnostics.CodeAnalysis;

namespace Portal.Client.Api;

/// <summary>What a service answers: a value, or the documented error that explains its absence.</summary>
public readonly struct Result<T>
{
    internal Result(T? value, ApiError? error) => (Value, Error) = (value, error);

    public T? Value { get; }

    public ApiError? Error { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>Goes on with the value, or passes the error along.</summary>
    public Result<TNext> Then<TNext>(Func<T, Result<TNext>> next) => IsSuccess ? next(Value) : Error;

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(ApiError error) => new(default, error);
}

public static class Result
{
    /// <summary>For values whose type is an interface, which convert to nothing by themselves.</summary>
    public static Result<T> Of<T>(T value) => new(value, null);
}
