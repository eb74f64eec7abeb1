using LstmGen.Samples.Sentiment;

return Job.Command.Run(args, Job.Run);
