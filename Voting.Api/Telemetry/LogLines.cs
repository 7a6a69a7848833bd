namespace Voting.Api.Telemetry;

/// <summary>
/// Every line the program writes to its log: a closed list with fixed ids. Each may name a kind of error, a method of the hub or a code;
/// there is no place in it for a member, a press, a ballot or a secret.
/// </summary>
public static partial class LogLines
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "A batch was not recorded ({Error}); its presses are tried one by one.")]
    public static partial void BatchNotRecorded(this ILogger log, string error);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "A press was not recorded: {Error}")]
    public static partial void PressNotRecorded(this ILogger log, string error);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "A push failed: {Error}")]
    public static partial void PushFailed(this ILogger log, string error);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "A push after a commit failed: {Error}")]
    public static partial void PushAfterCommitFailed(this ILogger log, string error);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "A picture was not made: {Error}")]
    public static partial void PictureNotMade(this ILogger log, string error);

    [LoggerMessage(EventId = 2006, Level = LogLevel.Error, Message = "A change is kept, and what goes with it was not done: {Error}")]
    public static partial void NotDoneWithCommit(this ILogger log, string error);

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "The counting of a round stopped and is tried again: {Error}")]
    public static partial void CountingStopped(this ILogger log, string error);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "That the counting of a round stopped could not be kept: {Error}")]
    public static partial void FaultNotKept(this ILogger log, string error);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Error, Message = "A round whose time is up could not be closed and is tried again: {Error}")]
    public static partial void NotClosedInTime(this ILogger log, string error);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Error, Message = "What is left of a void round was not destroyed and is tried again: {Error}")]
    public static partial void NotDestroyed(this ILogger log, string error);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "The database does not answer: {Error}")]
    public static partial void DatabaseAway(this ILogger log, string error);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "The database is there again.")]
    public static partial void DatabaseBack(this ILogger log);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Warning, Message = "This server goes on with what another one did.")]
    public static partial void TakenOver(this ILogger log);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Error, Message = "{Method} failed: {Error}")]
    public static partial void CallFailed(this ILogger log, string method, string error);
}
