using LstmGen.Samples.AirQuality;

return Job.Run(args);
