using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Mem0Sharp;

/// <summary>
/// The calls to one service, a model or an embedder: a time limit, repetition, a breaker, and errors that say what failed. Thread-safe; its
/// breaker is shared by all that call the service through it.
/// </summary>
internal sealed class ServiceCalls
{
    /// <summary>How many calls, all failed, within <see cref="Sampling"/> open the breaker.</summary>
    private const int FailuresThatBreak = 5;

    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(30);
    // Polly's own least.
    private static readonly TimeSpan ShortestBreak = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline _pipeline;
    private readonly Func<Exception, MemoryException> _translate;

    /// <summary>Initializes calls through a pipeline.</summary>
    /// <param name="pipeline">What each call goes through.</param>
    /// <param name="translate">Makes our error of a client's exception.</param>
    public ServiceCalls(ResiliencePipeline pipeline, Func<Exception, MemoryException> translate) =>
        (_pipeline, _translate) = (pipeline, translate);

    /// <summary>Makes a pipeline that has a time limit and nothing else.</summary>
    public static ResiliencePipeline TimeLimit(TimeSpan timeout, TimeProvider time) =>
        new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(timeout).Build();

    /// <summary>Makes the pipeline of the settings, from the outside in: repetition, breaker, time limit of one attempt.</summary>
    public static ResiliencePipeline PipelineOf(MemoryOptions options, string service, TimeSpan timeout, TimeProvider time, ILogger logger)
    {
        ResiliencePipelineBuilder repeating = new() { TimeProvider = new QuickerClock(time) };
        ResiliencePipelineBuilder builder = new() { TimeProvider = time };
        if (options.ServiceRetries > 0)
        {
            repeating.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = static arguments => ValueTask.FromResult(ServiceFailure.IsWorthRetrying(arguments.Outcome.Exception)),
                MaxRetryAttempts = options.ServiceRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstDelay,
                MaxDelay = LongestDelay,
                OnRetry = arguments =>
                {
                    ModelLog.CalledAgain(
                        logger, service, arguments.AttemptNumber + 1, arguments.RetryDelay, arguments.Outcome.Exception!.GetType().Name);
                    return ValueTask.CompletedTask;
                },
            });
        }

        if (options.ServiceBreakDuration > TimeSpan.Zero)
        {
            builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = static arguments => ValueTask.FromResult(ServiceFailure.IsOfTheService(arguments.Outcome.Exception)),
                FailureRatio = 1,
                MinimumThroughput = FailuresThatBreak,
                SamplingDuration = Sampling,
                BreakDuration = options.ServiceBreakDuration < ShortestBreak ? ShortestBreak : options.ServiceBreakDuration,
                OnOpened = arguments =>
                {
                    ModelLog.BreakerOpened(logger, service, arguments.BreakDuration);
                    return ValueTask.CompletedTask;
                },
            });
        }

        return repeating.AddPipeline(builder.AddTimeout(timeout).Build()).Build();
    }

    /// <summary>Makes a call.</summary>
    /// <exception cref="MemoryException">It failed, and so did its repetitions.</exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled, whatever the client made of it.</exception>
    public async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                async token =>
                {
                    try
                    {
                        // Polly waits for the call it cancelled; a client that ignores the token would hold the caller for ever.
                        return await call(token).WaitAsync(token).ConfigureAwait(false);
                    }
                    catch (Exception exception) when (!token.IsCancellationRequested && exception is not (MemoryException or OutOfMemoryException))
                    {
                        // Also a cancellation: nobody asked for it, so it is the client's own time limit.
                        throw _translate(exception);
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not (MemoryException or OutOfMemoryException))
        {
            throw _translate(exception);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is not OperationCanceledException)
        {
            // Some clients report a cancelled call as a broken connection.
            throw new OperationCanceledException("The call was cancelled.", exception, cancellationToken);
        }
    }
}
